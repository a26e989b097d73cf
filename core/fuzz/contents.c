/* Fuzzes what trees hold of what is looked for: an entry is held once for each time it stands in a tree. */
#include <string.h>

#include "../contents.h"

enum { ID = 20, IDS = 8, FLAGS = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t ids[IDS * ID];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct oids oids;
    struct contents contents;
    if (size < 2)
        return 0;
    for (size_t each = 0; each < IDS; each++) /* an input names one by twenty equal letters */
        memset(ids + each * ID, 'a' + (int)each, ID);
    const uint8_t *flags = (const uint8_t *)"\0\1\0\1\1\0";
    if (!oids_init(&oids, ID) || oids_add(&oids, ids, IDS, 0) != OIDS_ADDED ||
        !contents_init(&contents, &oids, flags, FLAGS))
        __builtin_trap();
    size_t wanted = data[0] % 8, cut = data[1];
    data += 2;
    size -= 2;
    if (wanted > size)
        wanted = size;
    if (!contents_want(&contents, data, wanted))
        __builtin_trap();
    if (cut > size)
        cut = size;
    if (!contents_add(&contents, 0, data, cut) || !contents_add(&contents, 1, data + cut, size - cut) ||
        !contents_add(&contents, 2, data + cut, size - cut))
        __builtin_trap();
    size_t held = contents.held.size / sizeof(int32_t), trees = contents.trees.size / sizeof(int32_t);
    if (trees > 3 || contents.ends.size != contents.trees.size)
        __builtin_trap();
    int32_t end = 0, before = 0;
    for (size_t each = 0; each < trees; each++, before = end) {
        memcpy(&end, contents.ends.data + each * sizeof end, sizeof end);
        if (end <= before)
            __builtin_trap();
    }
    if ((size_t)end != held)
        __builtin_trap();
    for (size_t each = 0; each < held; each++) {
        int32_t row;
        memcpy(&row, contents.held.data + each * sizeof row, sizeof row);
        if (row < 0 || (size_t)row >= contents.entries.count)
            __builtin_trap();
        const struct named *entry = &contents.entries.rows[row];
        const uint8_t *name = entry->size > 0 ? contents.entries.text.data + entry->start : data;
        bool is_flagged = entry->number >= 0 && entry->number < FLAGS && flags[entry->number];
        if (!is_flagged && (entry->size != wanted || (wanted > 0 && memcmp(name, data, wanted) != 0)))
            __builtin_trap();
        if (names_row(&contents.entries, entry->number, name, entry->size) != row)
            __builtin_trap();
    }
    contents_free(&contents);
    oids_free(&oids);
    return 0;
}
