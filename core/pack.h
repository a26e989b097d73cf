/* A pack file: its bytes, read by blocks, and the headers of its entries. gitformat-pack(5), "pack-*.pack
   files have the following format". */
#ifndef KEYGUARD_PACK_H
#define KEYGUARD_PACK_H

#include "buffer.h"

enum {
    BLOCK_BITS = 14,
    BLOCK = 1 << BLOCK_BITS,
    BLOCKS = 1 << 8,     /* 4 MiB: trees of deltas are wound into each other */
    LONGEST_HEADER = 64, /* bytes; 10 for the size and 10 for the distance, or 32 for the id, of the base */

    OFS_DELTA = 6,
    REF_DELTA = 7,
};

struct pack {
    int descriptor;
    uint64_t size;
    uint8_t *blocks[BLOCKS];
    uint64_t numbers[BLOCKS]; /* of the blocks that are there */
    size_t lengths[BLOCKS];
    struct buffer apart; /* for what is in several blocks */
};

/* What an entry begins with. */
struct header {
    unsigned kind;
    uint64_t size;     /* of its content, inflated */
    uint64_t distance; /* of the base of an OFS_DELTA */
    const uint8_t *base_id;
    size_t length;
};

/* Reads up to ``size`` bytes at ``start`` into ``data``; returns how many, fewer where the file ends or can't be
   read. */
size_t pack_read_at(const struct pack *pack, uint64_t start, uint8_t *data, size_t size);
/* Reads bytes of the pack, fewer where the file ends or can't be read. They are good until the next call.
   NULL if there is no memory for them. */
const uint8_t *pack_read(struct pack *pack, uint64_t start, uint64_t size, size_t *got);
void pack_free(struct pack *pack);

/* False if the header is cut off, or announces more than 64 bits hold. */
bool pack_header(const uint8_t *data, size_t size, size_t id_length, struct header *header);

/* Bytes that so many bytes can have at most when they are deflated. */
uint64_t pack_longest_stored(uint64_t size);

#endif
