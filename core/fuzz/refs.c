/* Fuzzes what trees recorded: of each tree what is flagged, in order, and no tree without any. */
#include <string.h>

#include "../refs.h"

enum { MOST = 1 << 12, END = -2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int32_t named[MOST], trees[MOST];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    size_t tree_count = data[0], flag_count = data[1], named_count = (size - 2) / 2;
    if (named_count > MOST || flag_count > size)
        return 0;
    for (size_t each = 0; each < named_count; each++)
        named[each] = (int16_t)(data[2 + 2 * each] | data[3 + 2 * each] << 8);
    for (size_t each = 0; each < tree_count; each++)
        trees[each] = (int32_t)each;
    struct refs refs = {named, named_count, trees, tree_count, END};
    struct buffer found = {0}, holders = {0};
    if (!refs_flagged(&refs, data, flag_count, &found, &holders))
        __builtin_trap();
    size_t ends = 0, last_end = 0;
    for (size_t each = 0; each < found.size / sizeof(int32_t); each++) {
        int32_t number;
        memcpy(&number, found.data + each * sizeof number, sizeof number);
        if (number != END) {
            if (number < 0 || (size_t)number >= flag_count || data[number] == 0)
                __builtin_trap();
            continue;
        }
        if (each == last_end && each > 0) /* nothing is between two ends */
            __builtin_trap();
        last_end = each + 1;
        ends++;
    }
    if (ends * sizeof(int32_t) != holders.size || last_end * sizeof(int32_t) != found.size)
        __builtin_trap();
    int32_t before = -1, tree;
    for (size_t at = 0; at < holders.size; at += sizeof tree, before = tree) {
        memcpy(&tree, holders.data + at, sizeof tree);
        if (tree <= before || (size_t)tree >= tree_count)
            __builtin_trap();
    }
    buffer_free(&found);
    buffer_free(&holders);
    return 0;
}
