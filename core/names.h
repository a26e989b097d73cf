/* Names with a number each, told from each other. */
#ifndef KEYGUARD_NAMES_H
#define KEYGUARD_NAMES_H

#include "buffer.h"

enum { NAMES_NONE = -1 };

struct named {
    size_t start, size; /* of the name, in ``text`` */
    uint64_t hash;
    int32_t number;
};

struct names {
    struct buffer text;
    struct named *rows; /* in the order they were added in */
    size_t count, room;
    int32_t *slots; /* rows by their hash; NAMES_NONE where there is none */
    size_t slot_count;
};

/* The row of a name with this number; NAMES_NONE if there is none. */
int32_t names_row(const struct names *names, int32_t number, const uint8_t *name, size_t size);
/* The same, of one that is added if there is none. NAMES_NONE if there is no memory for it. */
int32_t names_add(struct names *names, int32_t number, const uint8_t *name, size_t size);
void names_free(struct names *names);

#endif
