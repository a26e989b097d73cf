/* Fuzzes what is shown of trees: every id in the result that the base lacks is in the excerpt, and its end is
   seen; and what commits begin with. */
#include <string.h>

#include "../delta.h"
#include "../header.h"
#include "../tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Looks at all ids of a text. */
static size_t count_ids(const uint8_t *text, size_t size, size_t id_length)
{
    size_t count = 0;
    if (size == 0)
        return 0;
    const uint8_t *at = text, *end = text + size;
    while ((at = tree_next_id(at, end, id_length)) != NULL) {
        if (at < text || (size_t)(end - at) < id_length + 6 || at[-1] != 0)
            __builtin_trap();
        count++;
    }
    return count;
}

static void read_header(const uint8_t *at, const uint8_t *end, size_t id_length)
{
    uint8_t id[32];
    if (header_first(&at, end, id_length, id))
        while (header_parent(&at, end, id_length, id))
            if (at > end)
                __builtin_trap();
    if (header_date(at, end) < NO_DATE)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    size_t id_length = data[0] & 1 ? 20 : 32, base_size = (size_t)(data[1] << 8 | data[2]);
    data += 3;
    size -= 3;
    if (base_size > size)
        base_size = size;
    read_header(data, data + size, id_length);
    const uint8_t *base = data, *delta = data + base_size;
    size_t delta_size = size - base_size;
    struct content *whole = delta_apply(delta, delta_size, base, base_size);
    struct buffer ids = {0}, excerpt = {0}, plain = {0};
    uint64_t result_size = 0;
    bool is_all = false;
    if (!tree_replaced_ids(delta, delta_size, id_length, &ids, &is_all) || (!is_all && ids.size > 0))
        __builtin_trap();
    bool is_sound = tree_excerpt(delta, delta_size, base, base_size, id_length, &excerpt, &result_size);
    if (is_sound != (whole != NULL) || (is_sound && result_size != whole->size))
        __builtin_trap();
    if (tree_excerpt(delta, delta_size, base, base_size, NO_ID, &plain, &result_size) != is_sound)
        __builtin_trap();
    count_ids(ids.data, ids.size, id_length);
    count_ids(excerpt.data, excerpt.size, id_length);
    count_ids(plain.data, plain.size, id_length);
    if (is_sound && base_size == 0 && count_ids(whole->data, whole->size, id_length) >
                                          count_ids(plain.data, plain.size, id_length))
        __builtin_trap();
    bool ends = whole != NULL && (whole->size == 0 || (whole->size > id_length &&
                                                       whole->data[whole->size - id_length - 1] == 0));
    if (tree_change_ends_with_id(delta, delta_size, base, base_size, id_length) != ends ||
        (whole != NULL && tree_is_usual(whole->data, whole->size, id_length) && !ends))
        __builtin_trap();
    content_drop(whole);
    buffer_free(&ids);
    buffer_free(&excerpt);
    buffer_free(&plain);
    return 0;
}
