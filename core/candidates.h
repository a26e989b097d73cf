/* Which trees may lead to an object: those that named it, all that are made from them, and so on upwards:
   ``find_candidates`` of keyguard/gitrepo/provenance/candidates.py. */
#ifndef KEYGUARD_CANDIDATES_H
#define KEYGUARD_CANDIDATES_H

#include "refs.h"
#include "walk.h"

/* The entries of a pack by their numbers. */
struct numbered {
    const struct forest *forest;
    const uint32_t *rows; /* of each entry; its number is ``first`` more */
    size_t first;
    int32_t *entries; /* the entry of each row */
};

struct candidates {
    uint8_t *flags; /* of each object: 1 if it is wanted, or may lead to one that is */
    size_t count;
    const struct refs *refs;
    size_t refs_count;
    struct numbered *parts; /* in the order of their numbers */
    size_t part_count;

    uint32_t *starts; /* where the holders of each object begin; one more than objects */
    int32_t *holders; /* trees that named it */
    int32_t *pending; /* trees that were flagged, whose holders are not yet */
    size_t pending_count;
};

/* Fills what is behind ``part_count``, and the entries of the parts. False if there is no memory for it. */
bool candidates_init(struct candidates *candidates);
/* Flags what holds an object that is wanted. */
void candidates_want(struct candidates *candidates, int32_t number);
/* Flags a tree. */
void candidates_mark(struct candidates *candidates, int32_t tree);
/* Flags all that may lead to what was flagged before. */
void candidates_spread(struct candidates *candidates);
void candidates_free(struct candidates *candidates);

#endif
