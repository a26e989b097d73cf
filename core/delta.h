/* Deltas: an object told as copies from another one and insertions. gitformat-pack(5), "Deltified
   representation". */
#ifndef KEYGUARD_DELTA_H
#define KEYGUARD_DELTA_H

#include "buffer.h"

struct delta {
    const uint8_t *base;
    uint64_t base_size, result_size;
    const uint8_t *at, *end; /* the instructions that are left */
    uint64_t produced;
};

/* An instruction: bytes of the base, or of the delta itself. */
struct step {
    const uint8_t *data;
    size_t size;
    bool is_copy;
};

enum next { NEXT_STEP, NEXT_END, NEXT_BAD };

/* Reads the sizes that a delta begins with. False if they are cut off, or too large to be true. */
bool delta_sizes(struct delta *delta, const uint8_t *data, size_t size);
/* Begins to follow a delta for this base. False if it is one for a base of another size. */
bool delta_open(struct delta *delta, const uint8_t *data, size_t size, const uint8_t *base,
                size_t base_size);
enum next delta_next(struct delta *delta, struct step *step);

/* The object that a delta makes of its base; NULL if it is damaged. */
struct content *delta_apply(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size);

/* Adds the result less the middle of each copy longer than twice ``context``: what ``excerpt`` of
   keyguard/gitformat/delta.py says. False if the delta is damaged. */
bool delta_excerpt(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                   size_t context, struct buffer *out, uint64_t *result_size);

#endif
