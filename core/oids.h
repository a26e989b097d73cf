/* The number of each id that a repository stores. */
#ifndef KEYGUARD_OIDS_H
#define KEYGUARD_OIDS_H

#include "buffer.h"

enum {
    OID_MISSING = -1,
    OID_REMEMBERED = 1 << 13,
    SHA1_OID = 20, /* bytes of an id */
    SHA256_OID = 32,
    LONGEST_OID = SHA256_OID,
};

/* Ids in ascending order, and where those begin that have each prefix of so many bits. */
struct oid_table {
    const uint8_t *ids; /* of whoever added them */
    size_t count;
    int32_t first; /* the number of the first id */
    uint32_t *begins;
    unsigned prefix_bits; /* at most 16 */
};

struct oids {
    size_t id_length;
    struct oid_table *tables; /* an id has the number that the first of them gives it */
    size_t count;
    struct { /* ids that were asked for: neighbouring trees name nearly the same */
        uint8_t id[LONGEST_OID];
        int32_t number;
        bool is_used;
    } *remembered;
};

/* Begins without any table. False if there is no memory for it. */
bool oids_init(struct oids *oids, size_t id_length);
enum added { OIDS_ADDED, OIDS_NOT_SORTED, OIDS_TOO_MANY, OIDS_NO_MEMORY };

/* Adds ids in ascending order, which are not copied. They are looked up if no earlier table has an id. */
enum added oids_add(struct oids *oids, const uint8_t *ids, size_t count, int32_t first);
int32_t oids_number(struct oids *oids, const uint8_t *id);
void oids_free(struct oids *oids);

#endif
