#include "contents.h"

#include <stdlib.h>
#include <string.h>

static size_t look_at(const uint8_t *id)
{
    return ((size_t)id[0] << 16 | (size_t)id[1] << 8 | id[2]) >> (24 - LOOK_BITS);
}

bool contents_init(struct contents *contents, struct oids *oids, const uint8_t *flags, size_t flag_count)
{
    *contents = (struct contents){.oids = oids, .flags = flags, .flag_count = flag_count};
    contents->look = calloc((size_t)1 << (LOOK_BITS - 3), 1);
    if (contents->look == NULL)
        return false;
    for (size_t each = 0; each < oids->count; each++) {
        const struct oid_table *table = &oids->tables[each];
        if ((size_t)table->first >= flag_count)
            continue;
        size_t left = flag_count - (size_t)table->first;
        const uint8_t *own = flags + table->first, *end = own + (left < table->count ? left : table->count);
        const uint8_t *flag = own;
        for (; (flag = memchr(flag, 1, (size_t)(end - flag))) != NULL; flag++) {
            size_t bit = look_at(table->ids + (size_t)(flag - own) * oids->id_length);
            contents->look[bit / 8] |= (uint8_t)(1 << bit % 8);
        }
    }
    return true;
}

bool contents_want(struct contents *contents, const uint8_t *name, size_t size)
{
    return names_add(&contents->wanted, 0, name, size) != NAMES_NONE;
}

static bool is_flagged(const struct contents *contents, const uint8_t *id)
{
    size_t bit = look_at(id);
    if (!(contents->look[bit / 8] >> bit % 8 & 1))
        return false;
    int32_t number = oids_number(contents->oids, id);
    return number >= 0 && (size_t)number < contents->flag_count && contents->flags[number] == 1;
}

static bool add_number(struct buffer *numbers, size_t number)
{
    int32_t row = (int32_t)number;
    return number <= INT32_MAX && buffer_add(numbers, &row, sizeof row);
}

bool contents_add(struct contents *contents, int32_t tree, const uint8_t *data, size_t size)
{
    const uint8_t *at = data, *end = data + size;
    size_t id_length = contents->oids->id_length, held = contents->held.size;
    while (at < end) { /* mode SP name NUL id */
        const uint8_t *name = memchr(at, ' ', (size_t)(end - at));
        if (name == at) { /* no mode is empty */
            at++;
            continue;
        }
        const uint8_t *name_end = name == NULL ? NULL : memchr(name, 0, (size_t)(end - name));
        if (name_end == NULL)
            break;
        const uint8_t *id = name_end + 1;
        bool is_whole = (size_t)(end - id) >= id_length;
        size_t name_size = (size_t)(name_end - ++name);
        if ((is_whole && is_flagged(contents, id)) ||
            names_row(&contents->wanted, 0, name, name_size) != NAMES_NONE) {
            int32_t number = is_whole ? oids_number(contents->oids, id) : OID_MISSING;
            int32_t row = names_add(&contents->entries, number, name, name_size);
            if (row == NAMES_NONE || !add_number(&contents->held, (size_t)row))
                return false;
        }
        at = is_whole ? id + id_length : end;
    }
    if (contents->held.size == held)
        return true;
    return buffer_add(&contents->trees, &tree, sizeof tree) &&
           add_number(&contents->ends, contents->held.size / sizeof(int32_t));
}

void contents_free(struct contents *contents)
{
    free(contents->look);
    names_free(&contents->wanted);
    names_free(&contents->entries);
    buffer_free(&contents->trees);
    buffer_free(&contents->held);
    buffer_free(&contents->ends);
}
