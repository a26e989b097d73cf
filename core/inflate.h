/* Inflates the streams that packs consist of. RFC 1950 (zlib) and RFC 1951 (deflate). */
#ifndef KEYGUARD_INFLATE_H
#define KEYGUARD_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    INFLATE_SLACK = 32, /* bytes behind the output that may be written to */
    LITERAL_BITS = 10, /* of a code that are looked up at once */
    DISTANCE_BITS = 8,
    /* Longer codes, of up to 15 bits, go on in further tables. Each holds two symbols or more, of 286
       and 30. */
    LITERAL_ROOM = (1 << LITERAL_BITS) + 143 * (1 << (15 - LITERAL_BITS)),
    DISTANCE_ROOM = (1 << DISTANCE_BITS) + 15 * (1 << (15 - DISTANCE_BITS)),
};

struct code {
    uint16_t value; /* a literal, the least length or distance, or where a longer code goes on */
    uint8_t bits;   /* of the code; if it goes on, of the table there */
    uint8_t kind;   /* one of the kinds in inflate.c, or the number of extra bits */
};

/* Room for the tables of a stream. */
struct inflater {
    struct code literals[LITERAL_ROOM];
    struct code distances[DISTANCE_ROOM];
    uint8_t lengths[320]; /* bits of each symbol's code */
    unsigned literal_bits, distance_bits;
};

/* Whether ``in`` begins with a sound stream of exactly ``size`` bytes, which are written to ``out``.
   What is behind the stream is not looked at. ``out`` has room for ``size + INFLATE_SLACK`` bytes. */
bool inflate_exactly(struct inflater *inflater, const uint8_t *in, size_t in_size, uint8_t *out,
                     size_t size);

#endif
