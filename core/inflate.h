/* Inflates the streams that packs consist of. RFC 1950 (zlib) and RFC 1951 (deflate). */
#ifndef KEYGUARD_INFLATE_H
#define KEYGUARD_INFLATE_H

#include "huffman.h"

enum {
    INFLATE_SLACK = 32, /* bytes behind the output that may be written to */
};

/* Room for the tables of a stream, and those of the code that is known to all, once it was met. */
struct inflater {
    struct tables own, fixed;
    bool has_fixed;
    uint8_t lengths[320]; /* bits of each symbol's code */
};

/* Whether ``in`` begins with a sound stream of exactly ``size`` bytes, which are written to ``out``.
   What is behind the stream is not looked at. ``out`` has room for ``size + INFLATE_SLACK`` bytes. */
bool inflate_exactly(struct inflater *inflater, const uint8_t *in, size_t in_size, uint8_t *out,
                     size_t size);

#endif
