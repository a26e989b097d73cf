/* Fuzzes deltas: an excerpt that leaves nothing out is the result itself, and none is longer; what is changed is
   told of the same deltas, in zones that are within its text. */
#include <string.h>

#include "../changed.h"
#include "../delta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_changed(const uint8_t *delta, size_t size, const uint8_t *base, size_t base_size, size_t reach)
{
    struct buffer text = {0}, zones = {0};
    uint64_t result_size = 0, zone[2], last = 0;
    struct reach both = {reach, reach / 2};
    bool is_sound = delta_changed(delta, size, base, base_size, both, &text, &zones, &result_size);
    for (size_t at = 0; is_sound && at < zones.size; at += sizeof zone) {
        memcpy(zone, zones.data + at, sizeof zone);
        if (zone[0] > zone[1] || zone[1] > text.size || zone[0] < last)
            __builtin_trap();
        last = zone[0];
    }
    buffer_free(&text);
    buffer_free(&zones);
    return is_sound;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    size_t context = data[0], base_size = (size_t)(data[1] << 8 | data[2]);
    data += 3;
    size -= 3;
    if (base_size > size)
        base_size = size;
    const uint8_t *base = data, *delta = data + base_size;
    size_t delta_size = size - base_size;
    struct content *whole = delta_apply(delta, delta_size, base, base_size);
    struct buffer all = {0}, part = {0};
    uint64_t all_size = 0, part_size = 0;
    bool is_all = delta_excerpt(delta, delta_size, base, base_size, SIZE_MAX / 4, &all, &all_size);
    bool is_part = delta_excerpt(delta, delta_size, base, base_size, context, &part, &part_size);
    if (is_all != is_changed(delta, delta_size, base, base_size, context))
        __builtin_trap();
    if (is_all != is_part || is_all != (whole != NULL))
        __builtin_trap();
    if (whole != NULL && (whole->size != all.size || all_size != all.size || part_size != all.size ||
                          part.size > all.size ||
                          (all.size > 0 && memcmp(whole->data, all.data, all.size) != 0)))
        __builtin_trap();
    content_drop(whole);
    buffer_free(&all);
    buffer_free(&part);
    return 0;
}
