/* What a delta changes, in its surroundings. */
#ifndef KEYGUARD_CHANGED_H
#define KEYGUARD_CHANGED_H

#include "buffer.h"

/* How far around a change content can mean something else by it, in characters: ``Reach``. */
struct reach {
    size_t before, after;
};

/* Adds the changes with enough around them, and of each zone that they can matter to where it begins and ends
   in that, in 8 bytes each: ``changed`` of keyguard/gitformat/delta.py. False if the delta is damaged. */
bool delta_changed(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                   struct reach reach, struct buffer *out, struct buffer *zones, uint64_t *result_size);

#endif
