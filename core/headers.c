#include "headers.h"

#include <stdlib.h>

enum { WINDOW = 1 << 16 }; /* bytes read at a time */

/* The last of ``count`` entries at an offset; -1 if there is none. */
static int32_t entry_at(const uint64_t *offsets, size_t count, uint64_t offset)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (offsets[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && offsets[low - 1] == offset ? (int32_t)(low - 1) : -1;
}

/* Takes note of the header of an entry, of which ``size`` bytes are there. False if there is no memory. */
static bool note(const uint64_t *offsets, size_t number, const uint8_t *data, size_t size, size_t id_length,
                 struct headers *headers)
{
    struct header header;
    int32_t own_number = (int32_t)number;
    headers->parents[number] = -1;
    headers->kinds[number] = headers->lengths[number] = 0;
    headers->sizes[number] = 0;
    if (!pack_header(data, size, id_length, &header))
        return true;
    headers->kinds[number] = (uint8_t)header.kind;
    headers->lengths[number] = (uint8_t)header.length;
    headers->sizes[number] = header.size;
    if (header.kind == OFS_DELTA && header.distance > 0 && header.distance <= offsets[number])
        headers->parents[number] = entry_at(offsets, number, offsets[number] - header.distance);
    return header.kind != REF_DELTA || (buffer_add(headers->base_ids, &own_number, sizeof own_number) &&
                                        buffer_add(headers->base_ids, header.base_id, id_length));
}

bool headers_read(const struct pack *pack, const uint64_t *offsets, size_t count, size_t id_length,
                  struct headers *headers)
{
    uint8_t *window = malloc(WINDOW);
    uint64_t origin = 0;
    size_t got = 0;
    bool is_done = window != NULL;
    for (size_t number = 0; is_done && number < count; number++) {
        uint64_t offset = offsets[number];
        if (number == 0 || offset < origin || offset - origin > WINDOW - LONGEST_HEADER) {
            origin = offset;
            got = pack_read_at(pack, origin, window, WINDOW);
        }
        size_t start = (size_t)(offset - origin);
        size_t left = got > start ? got - start : 0;
        is_done = note(offsets, number, window + start, left, id_length, headers);
    }
    free(window);
    return is_done;
}
