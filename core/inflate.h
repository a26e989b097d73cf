/* Inflates the streams that packs consist of, RFC 1950, by libdeflate or else by zlib: the build says which of
   them it found. */
#ifndef KEYGUARD_INFLATE_H
#define KEYGUARD_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the library that inflates is called. */
extern const char *const inflate_library;

struct inflater {
    void *state; /* of the library */
};

/* False if there is no memory for it. */
bool inflater_init(struct inflater *inflater);
void inflater_free(struct inflater *inflater);

/* Whether ``in`` begins with a sound stream of exactly ``size`` bytes, which are written to ``out``.
   What is behind the stream is not looked at. */
bool inflate_exactly(struct inflater *inflater, const uint8_t *in, size_t in_size, uint8_t *out,
                     size_t size);

#endif
