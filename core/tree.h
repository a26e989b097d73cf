/* What a delta changes in a tree, and the ids that are in the text of trees. */
#ifndef KEYGUARD_TREE_H
#define KEYGUARD_TREE_H

#include "buffer.h"

enum { NO_ID = 0 }; /* in place of an id's length: no insertion is taken for an id */

/* Adds the text of the ids that a delta puts in place of others: ``replaced_ids`` of
   keyguard/gitrepo/objects/tree_delta.py. ``all`` is whether that is all it does; if it isn't, nothing
   is added. False if there is no memory for it. */
bool tree_replaced_ids(const uint8_t *data, size_t size, size_t id_length, struct buffer *out, bool *all);

/* Adds each entry that the result has and the base lacks: ``tree_excerpt`` there. False if the delta is
   damaged. */
bool tree_excerpt(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                  size_t id_length, struct buffer *out, uint64_t *result_size);

/* The first id in text from ``at`` on with the end of a name in front of it and the mode of an entry
   behind it; NULL if there is none. */
const uint8_t *tree_next_id(const uint8_t *at, const uint8_t *end, size_t id_length);

/* Whether text is the entries of a tree and nothing else: ``is_usual`` of keyguard/gitrepo/objects/trees.py. */
bool tree_is_usual(const uint8_t *data, size_t size, size_t id_length);
/* Whether what a delta makes of its base ends with an id: ``change_ends_with_id`` of
   keyguard/gitrepo/objects/tree_delta.py. False also if the delta is damaged. */
bool tree_change_ends_with_id(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                              size_t id_length);

#endif
