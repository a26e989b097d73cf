#include "changed.h"

#include "delta.h"

enum { LONGEST_CHARACTER = 4 }; /* bytes in UTF-8 */

static const uint8_t CUT = 1;

/* Bytes that are enough for a character of this text. */
static size_t width_of(const uint8_t *text, size_t size)
{
    uint8_t all = 0;
    for (size_t each = 0; each < size; each++)
        all |= text[each];
    return all < 0x80 ? 1 : LONGEST_CHARACTER;
}

/* The first position from here on where a character of UTF-8 can begin. */
static size_t next_character(const uint8_t *data, size_t size, size_t position)
{
    for (size_t each = 0; each < LONGEST_CHARACTER && position + each < size; each++)
        if ((data[position + each] & 0xC0) != 0x80)
            return position + each;
    return position;
}

static bool add_zone(struct buffer *zones, uint64_t begin, uint64_t end)
{
    uint64_t zone[2] = {begin, end};
    return buffer_add(zones, zone, sizeof zone);
}

/* What is left of a copy, at its head and at its tail, and how many bytes a character has there at most. */
struct rest {
    size_t head_end, tail_begin;
    size_t head_width, tail_width;
};

/* What is within ``context`` characters of the ends of a copy from ``start`` to ``stop`` of the base. */
static struct rest rest_of(const uint8_t *base, size_t base_size, size_t start, size_t stop, size_t context)
{
    struct rest rest = {.head_width = width_of(base + start, context),
                        .tail_width = width_of(base + stop - context, context)};
    size_t tail = rest.tail_width * context + LONGEST_CHARACTER;
    size_t tail_begin = tail < stop - start ? stop - tail : start;
    rest.head_end = next_character(base, base_size, start + rest.head_width * context);
    rest.tail_begin = next_character(base, base_size, tail_begin);
    return rest;
}

bool delta_changed(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                   struct reach reach, struct buffer *out, struct buffer *zones, uint64_t *result_size)
{
    struct delta delta;
    struct step step;
    enum next next;
    size_t context = reach.before + reach.after, begin = 0;
    bool as_before = false;
    if (reach.before > SIZE_MAX / 16 || reach.after > SIZE_MAX / 16 ||
        !delta_open(&delta, data, size, base, base_size))
        return false;
    *result_size = delta.result_size;
    while ((next = delta_next(&delta, &step)) == NEXT_STEP) {
        as_before = false;
        if (step.is_copy && step.size > 2 * context) {
            size_t start = (size_t)(step.data - base), stop = start + step.size;
            struct rest rest = rest_of(base, base_size, start, stop, context);
            if (rest.head_end < rest.tail_begin) {
                if ((start > 0 || out->size > 0) &&
                    !add_zone(zones, begin, out->size + rest.head_width * reach.before))
                    return false;
                if (!buffer_add(out, step.data, rest.head_end - start) || !buffer_add(out, &CUT, sizeof CUT) ||
                    !buffer_add(out, base + rest.tail_begin, stop - rest.tail_begin))
                    return false;
                begin = out->size - rest.tail_width * reach.after;
                as_before = stop == base_size;
                continue;
            }
        }
        if (!buffer_add(out, step.data, step.size))
            return false;
    }
    return next == NEXT_END && (as_before || add_zone(zones, begin, out->size));
}
