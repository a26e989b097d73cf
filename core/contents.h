/* What trees hold of what is looked for, as keyguard/gitrepo/provenance/contents.py says. */
#ifndef KEYGUARD_CONTENTS_H
#define KEYGUARD_CONTENTS_H

#include "names.h"
#include "oids.h"

enum { LOOK_BITS = 22 }; /* half a MiB of bits tells of nearly all ids that they are not flagged */

struct contents {
    struct oids *oids;
    const uint8_t *flags; /* 1 for each object that is looked for, by its number */
    size_t flag_count;
    uint8_t *look; /* bits of ids that begin as a flagged one */
    struct names wanted;  /* names that are looked for, whatever has them */
    struct names entries; /* all that is held: names, and the numbers of objects */
    struct buffer trees;  /* numbers of those that hold any of it */
    struct buffer held;   /* of each of them rows of ``entries`` */
    struct buffer ends;   /* and how many there are up to its end */
};

/* Begins with nothing held. False if there is no memory for it, like those that follow. */
bool contents_init(struct contents *contents, struct oids *oids, const uint8_t *flags, size_t flag_count);
/* Takes a name that is looked for. */
bool contents_want(struct contents *contents, const uint8_t *name, size_t size);
/* Takes in a tree by its number. */
bool contents_add(struct contents *contents, int32_t tree, const uint8_t *data, size_t size);
void contents_free(struct contents *contents);

#endif
