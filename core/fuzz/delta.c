/* Fuzzes deltas: an excerpt that leaves nothing out is the result itself, and none is longer. */
#include <string.h>

#include "../delta.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
