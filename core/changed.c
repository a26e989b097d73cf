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
            size_t head_width = width_of(step.data, context);
            size_t tail_width = width_of(base + stop - context, context);
            size_t head_end = next_character(base, base_size, start + head_width * context);
            size_t tail = tail_width * context + LONGEST_CHARACTER;
            size_t tail_begin = tail < step.size ? stop - tail : start;
            tail_begin = next_character(base, base_size, tail_begin);
            if (head_end < tail_begin) {
                if ((start > 0 || out->size > 0) &&
                    !add_zone(zones, begin, out->size + head_width * reach.before))
                    return false;
                if (!buffer_add(out, step.data, head_end - start) || !buffer_add(out, &CUT, sizeof CUT) ||
                    !buffer_add(out, base + tail_begin, stop - tail_begin))
                    return false;
                begin = out->size - tail_width * reach.after;
                as_before = stop == base_size;
                continue;
            }
        }
        if (!buffer_add(out, step.data, step.size))
            return false;
    }
    return next == NEXT_END && (as_before || add_zone(zones, begin, out->size));
}
