/* Fuzzes how a pack is laid out: the headers of its entries, their order, and which is made from which. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../headers.h"
#include "../layout.h"

enum { MOST = 1 << 12, ROW = 8 + 4 + 1, WIDTH = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t offsets[MOST + 1], picked[MOST + 1];
static uint32_t rows[MOST];
static int32_t parents[MOST];
static uint8_t kinds[MOST];

static void check_order(size_t count)
{
    bool is_sound = layout_pick(offsets, count, rows, picked);
    for (size_t each = 1; each < count && is_sound; each++)
        if (picked[each] <= picked[each - 1] || picked[each] != offsets[rows[each]])
            __builtin_trap();
    if (!layout_sort(offsets, count, rows, picked))
        abort();
    for (size_t each = 0; each < count; each++)
        if (rows[each] >= count || picked[each] != offsets[rows[each]] ||
            (each > 0 && picked[each] < picked[each - 1]))
            __builtin_trap();
    picked[count] = UINT64_MAX;
}

static void check_links(size_t count, uint64_t task_count)
{
    struct links links = {malloc(4 * count + 1), malloc(4 * count + 1), malloc(8 * count + 1),
                          malloc(4 * count + 1), 0, 0};
    int32_t *ends = malloc(4 * count + 4);
    int64_t *costs = malloc(8 * count + 8);
    if (layout_link(picked, parents, kinds, count, 500, &links)) {
        size_t linked = 0, tasks = layout_cut(&links, task_count, ends, costs);
        for (size_t number = 0; number < count; number++)
            for (int32_t child = links.first_children[number]; child >= 0; child = links.next_siblings[child])
                linked += parents[child] == (int32_t)number && child > (int32_t)number;
        if (linked + links.root_count != count || links.sound_count > links.root_count)
            __builtin_trap();
        for (size_t each = 0; each < tasks; each++)
            if (ends[each] <= (each > 0 ? ends[each - 1] : 0))
                __builtin_trap();
        if (tasks > 0 ? (size_t)ends[tasks - 1] != links.sound_count : links.sound_count > 0)
            __builtin_trap();
    }
    free(links.first_children);
    free(links.next_siblings);
    free(links.weights);
    free(links.roots);
    free(ends);
    free(costs);
}

static void check_headers(const uint8_t *data, size_t size, size_t count)
{
    int descriptor = memfd_create("pack", 0);
    if (descriptor < 0 || write(descriptor, data, size) != (ssize_t)size)
        abort();
    struct pack pack = {.descriptor = descriptor, .size = size};
    struct buffer ids = {0};
    uint64_t *sizes = malloc(8 * count + 1);
    uint8_t *lengths = malloc(count + 1);
    struct headers headers = {kinds, lengths, sizes, parents, &ids};
    for (size_t each = 0; each < count; each++) /* some of them in the file */
        picked[each] %= 2 * size + 1;
    if (sizes == NULL || lengths == NULL || !layout_sort(picked, count, rows, offsets) ||
        !headers_read(&pack, offsets, count, WIDTH, &headers))
        abort();
    for (size_t each = 0; each < count; each++)
        if (parents[each] >= (int32_t)each || lengths[each] > LONGEST_HEADER)
            __builtin_trap();
    if (ids.size % (4 + WIDTH) != 0)
        __builtin_trap();
    memcpy(picked, offsets, count * sizeof *offsets);
    picked[count] = size;
    check_links(count, 5);
    buffer_free(&ids);
    free(sizes);
    free(lengths);
    close(descriptor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = size / ROW;
    if (size == 0 || count > MOST)
        return 0;
    for (size_t each = 0; each < count; each++) {
        memcpy(&offsets[each], data + each * ROW, 8);
        memcpy(&rows[each], data + each * ROW + 8, 4);
        kinds[each] = data[each * ROW + 12];
        if (kinds[each] & 8) /* else hardly any would be a row, or a parent */
            rows[each] %= count;
        parents[each] = kinds[each] & 16 && each > 0 ? (int32_t)(rows[each] % each) : (int32_t)rows[each];
        if (kinds[each] & 32)
            parents[each] = -1;
        kinds[each] &= 7;
    }
    check_order(count);
    check_links(count, data[0]);
    check_headers(data, size, count);
    return 0;
}
