#include "oids.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 10000 }; /* ids, from which on a finer table of prefixes pays */

static size_t prefix_of(const struct oid_table *table, const uint8_t *id)
{
    return ((size_t)id[0] << 8 | id[1]) >> (16 - table->prefix_bits);
}

bool oids_init(struct oids *oids, size_t id_length)
{
    *oids = (struct oids){.id_length = id_length};
    oids->remembered = calloc(OID_REMEMBERED, sizeof *oids->remembered);
    return oids->remembered != NULL;
}

enum added oids_add(struct oids *oids, const uint8_t *ids, size_t count, int32_t first)
{
    size_t width = oids->id_length;
    if (count > INT32_MAX || first < 0 || first > INT32_MAX - (int32_t)count)
        return OIDS_TOO_MANY;
    for (size_t row = 1; row < count; row++)
        if (memcmp(ids + (row - 1) * width, ids + row * width, width) > 0)
            return OIDS_NOT_SORTED;
    struct oid_table *tables = realloc(oids->tables, (oids->count + 1) * sizeof *tables);
    if (tables == NULL)
        return OIDS_NO_MEMORY;
    oids->tables = tables;
    struct oid_table table = {.ids = ids, .count = count, .first = first, .prefix_bits = count < MANY ? 8 : 16};
    size_t prefixes = (size_t)1 << table.prefix_bits;
    table.begins = malloc((prefixes + 1) * sizeof *table.begins);
    if (table.begins == NULL)
        return OIDS_NO_MEMORY;
    size_t row = 0;
    for (size_t prefix = 0; prefix <= prefixes; prefix++) {
        while (row < count && prefix_of(&table, ids + row * width) < prefix)
            row++;
        table.begins[prefix] = (uint32_t)row;
    }
    oids->tables[oids->count++] = table;
    return OIDS_ADDED;
}

static int32_t number_in(const struct oid_table *table, const uint8_t *id, size_t width)
{
    size_t prefix = prefix_of(table, id);
    size_t low = table->begins[prefix], high = table->begins[prefix + 1];
    while (low < high) { /* the first of several that are the same */
        size_t middle = low + (high - low) / 2;
        if (memcmp(table->ids + middle * width, id, width) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < table->count && memcmp(table->ids + low * width, id, width) == 0)
        return table->first + (int32_t)low;
    return OID_MISSING;
}

int32_t oids_number(struct oids *oids, const uint8_t *id)
{
    size_t width = oids->id_length;
    size_t slot = ((size_t)id[2] << 8 | id[3]) % OID_REMEMBERED;
    if (oids->remembered[slot].is_used && memcmp(oids->remembered[slot].id, id, width) == 0)
        return oids->remembered[slot].number;
    int32_t number = OID_MISSING;
    for (size_t each = 0; each < oids->count && number == OID_MISSING; each++)
        number = number_in(&oids->tables[each], id, width);
    memcpy(oids->remembered[slot].id, id, width);
    oids->remembered[slot].number = number;
    oids->remembered[slot].is_used = true;
    return number;
}

void oids_free(struct oids *oids)
{
    for (size_t each = 0; each < oids->count; each++)
        free(oids->tables[each].begins);
    free(oids->tables);
    free(oids->remembered);
    *oids = (struct oids){0};
}
