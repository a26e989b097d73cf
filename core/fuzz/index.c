/* Fuzzes the numbers of ids, against looking through all of them, and the headers of entries. */
#include <stdlib.h>
#include <string.h>

#include "../oids.h"
#include "../pack.h"

enum { WIDTH = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int compare(const void *one, const void *other)
{
    return memcmp(one, other, WIDTH);
}

static void check_numbers(const uint8_t *data, size_t size)
{
    struct oids oids;
    size_t count = size / WIDTH, half = count / 2;
    uint8_t *ids = malloc(count * WIDTH + 1);
    if (ids == NULL || !oids_init(&oids, WIDTH))
        abort();
    memcpy(ids, data, count * WIDTH);
    bool is_sorted = oids_add(&oids, ids, count, 0) == OIDS_ADDED;
    for (size_t row = 1; row < count && is_sorted; row++)
        if (compare(ids + (row - 1) * WIDTH, ids + row * WIDTH) > 0)
            __builtin_trap();
    oids_free(&oids);
    qsort(ids, half, WIDTH, compare);
    qsort(ids + half * WIDTH, count - half, WIDTH, compare);
    if (!oids_init(&oids, WIDTH) || oids_add(&oids, ids, half, 0) != OIDS_ADDED ||
        oids_add(&oids, ids + half * WIDTH, count - half, (int32_t)half) != OIDS_ADDED)
        __builtin_trap();
    for (size_t each = 0; each + WIDTH <= size; each += 7) {
        int32_t first = OID_MISSING;
        for (size_t row = 0; row < count && first == OID_MISSING; row++)
            if (memcmp(ids + row * WIDTH, data + each, WIDTH) == 0)
                first = (int32_t)row;
        if (oids_number(&oids, data + each) != first || oids_number(&oids, data + each) != first)
            __builtin_trap();
    }
    oids_free(&oids);
    free(ids);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct header header;
    for (size_t start = 0; start < size && start < 64; start++)
        if (pack_header(data + start, size - start, WIDTH, &header) &&
            (header.length > size - start || header.length > LONGEST_HEADER ||
             (header.base_id != NULL && header.base_id + WIDTH > data + size)))
            __builtin_trap();
    if (size <= 1 << 14)
        check_numbers(data, size);
    return 0;
}
