#include "names.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1 << 6 };

/* FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), of the number's bytes and those of the name. */
static uint64_t hash_of(int32_t number, const uint8_t *name, size_t size)
{
    uint64_t hash = 0xCBF29CE484222325u ^ (uint32_t)number;
    for (size_t each = 0; each < size; each++)
        hash = (hash ^ name[each]) * 0x100000001B3u;
    return hash ^ hash >> 32;
}

/* Where a name is in the slots, or would be. */
static size_t slot_of(const struct names *names, uint64_t hash, int32_t number, const uint8_t *name, size_t size)
{
    size_t slot = (size_t)hash & (names->slot_count - 1);
    for (; names->slots[slot] != NAMES_NONE; slot = (slot + 1) & (names->slot_count - 1)) {
        const struct named *row = &names->rows[names->slots[slot]];
        if (row->hash == hash && row->number == number && row->size == size &&
            (size == 0 || memcmp(names->text.data + row->start, name, size) == 0))
            break;
    }
    return slot;
}

/* Makes room for twice as many. False if there is no memory for it. */
static bool grow(struct names *names)
{
    size_t count = names->slot_count == 0 ? FIRST_SLOTS : 2 * names->slot_count;
    if (count > INT32_MAX || count > SIZE_MAX / sizeof *names->slots)
        return false;
    int32_t *slots = malloc(count * sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t slot = 0; slot < count; slot++)
        slots[slot] = NAMES_NONE;
    for (size_t row = 0; row < names->count; row++) {
        size_t slot = (size_t)names->rows[row].hash & (count - 1);
        while (slots[slot] != NAMES_NONE)
            slot = (slot + 1) & (count - 1);
        slots[slot] = (int32_t)row;
    }
    free(names->slots);
    names->slots = slots;
    names->slot_count = count;
    return true;
}

int32_t names_row(const struct names *names, int32_t number, const uint8_t *name, size_t size)
{
    if (names->slot_count == 0)
        return NAMES_NONE;
    return names->slots[slot_of(names, hash_of(number, name, size), number, name, size)];
}

int32_t names_add(struct names *names, int32_t number, const uint8_t *name, size_t size)
{
    if (2 * names->count >= names->slot_count && !grow(names))
        return NAMES_NONE;
    uint64_t hash = hash_of(number, name, size);
    size_t slot = slot_of(names, hash, number, name, size), start = names->text.size;
    if (names->slots[slot] != NAMES_NONE)
        return names->slots[slot];
    if (!buffer_grow((void **)&names->rows, names->count, &names->room, sizeof *names->rows) ||
        !buffer_add(&names->text, name, size))
        return NAMES_NONE;
    names->rows[names->count] = (struct named){start, size, hash, number};
    names->slots[slot] = (int32_t)names->count;
    return (int32_t)names->count++;
}

void names_free(struct names *names)
{
    buffer_free(&names->text);
    free(names->rows);
    free(names->slots);
    *names = (struct names){0};
}
