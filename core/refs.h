/* What trees recorded of others, as keyguard/gitrepo/provenance/tree_refs.py says. */
#ifndef KEYGUARD_REFS_H
#define KEYGUARD_REFS_H

#include "buffer.h"

/* Numbers, with ``end`` behind those of each tree: as many trees as there are such ends. */
struct refs {
    const int32_t *named;
    size_t named_count;
    const int32_t *trees;
    size_t tree_count;
    int32_t end;
};

/* Adds what is flagged of what each tree named, with ``end`` behind it, and the tree itself if there is any.
   What is behind the last end, or has no flag of its own, counts for nothing. False if there is no memory for
   it. */
bool refs_flagged(const struct refs *refs, const uint8_t *flags, size_t flag_count, struct buffer *named,
                  struct buffer *trees);

#endif
