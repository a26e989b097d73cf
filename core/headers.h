/* The headers of all entries of a pack, read one after the other: ``read_headers`` of entry_columns.py. */
#ifndef KEYGUARD_HEADERS_H
#define KEYGUARD_HEADERS_H

#include "pack.h"

/* The columns that are filled from the headers. A header that can't be read has kind, length and size 0. */
struct headers {
    uint8_t *kinds, *lengths;
    uint64_t *sizes;
    int32_t *parents;      /* of an OFS_DELTA the entry of its base; -1 if there is none */
    struct buffer *base_ids; /* of each REF_DELTA its number, in 4 bytes, and the id of its base */
};

/* Reads the headers at ``count`` ascending offsets. False if there is no memory for it. */
bool headers_read(const struct pack *pack, const uint64_t *offsets, size_t count, size_t id_length,
                  struct headers *headers);

#endif
