/* How a pack is laid out: its entries in their own order, and which is made from which. It is what
   keyguard/gitrepo/objects/pack_order.py and keyguard/gitrepo/history/delta_forest.py say. */
#ifndef KEYGUARD_LAYOUT_H
#define KEYGUARD_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The offsets of these rows, if all rows are there and their offsets ascend. */
bool layout_pick(const uint64_t *offsets, size_t count, const uint32_t *rows, uint64_t *picked);
/* The rows, and their offsets, in ascending order of these and then of the rows. False if there is no memory
   for it. */
bool layout_sort(const uint64_t *offsets, size_t count, uint32_t *rows, uint64_t *picked);

/* Which entry is made from which, and what it weighs with all that are made from it. */
struct links {
    int32_t *first_children, *next_siblings;
    int64_t *weights;
    int32_t *roots; /* in ascending order, those of a known kind in front; room for as many as entries */
    size_t root_count, sound_count;
};

/* Fills the links of ``count`` entries, of which ``offsets`` has one more. False if a parent is not in front of
   its entry, and not -1. */
bool layout_link(const uint64_t *offsets, const int32_t *parents, const uint8_t *kinds, size_t count,
                 uint64_t entry_cost, struct links *links);
/* Cuts the sound roots into runs that weigh about the same, but smaller ones at the end: where each ends goes into
   ``ends``, what it weighs into ``costs``, both with room for one more than entries. Returns how many there are. */
size_t layout_cut(const struct links *links, uint64_t task_count, int32_t *ends, int64_t *costs);

#endif
