#include "pack.h"

#include <stdlib.h>

#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <errno.h>
#include <unistd.h>
#endif

/* The position of the file, which others read too, is not moved, or does not matter to them. */
size_t pack_read_at(const struct pack *pack, uint64_t start, uint8_t *data, size_t size)
{
    uint64_t left = start < pack->size ? pack->size - start : 0;
    int descriptor = pack->descriptor;
    size_t got = 0;
    if (size > left)
        size = (size_t)left;
    while (got < size) {
#ifdef _WIN32
        OVERLAPPED place = {.Offset = (DWORD)(start + got), .OffsetHigh = (DWORD)((start + got) >> 32)};
        DWORD count = 0, wanted = (DWORD)(size - got < BLOCK ? size - got : BLOCK);
        HANDLE file = (HANDLE)_get_osfhandle(descriptor);
        if (!ReadFile(file, data + got, wanted, &count, &place) || count == 0)
            return got;
#else
        ssize_t count = pread(descriptor, data + got, size - got, (off_t)(start + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return got;
#endif
        got += (size_t)count;
    }
    return got;
}

/* The block of this number; NULL if there is no memory for it. */
static const uint8_t *block_at(struct pack *pack, uint64_t number, size_t *length)
{
    size_t slot = (size_t)(number % BLOCKS);
    if (pack->blocks[slot] == NULL || pack->numbers[slot] != number) {
        if (pack->blocks[slot] == NULL && (pack->blocks[slot] = malloc(BLOCK)) == NULL)
            return NULL;
        pack->numbers[slot] = number;
        pack->lengths[slot] = pack_read_at(pack, number << BLOCK_BITS, pack->blocks[slot], BLOCK);
    }
    *length = pack->lengths[slot];
    return pack->blocks[slot];
}

const uint8_t *pack_read(struct pack *pack, uint64_t start, uint64_t size, size_t *got)
{
    uint64_t left = start < pack->size ? pack->size - start : 0;
    if (size > left)
        size = left;
    size_t offset = (size_t)(start % BLOCK), length;
    if (size <= BLOCK - offset) {
        const uint8_t *block = block_at(pack, start >> BLOCK_BITS, &length);
        if (block == NULL)
            return NULL;
        size_t there = length > offset ? length - offset : 0;
        *got = size < there ? (size_t)size : there;
        return block + offset;
    }
    pack->apart.size = 0;
    if (size > SIZE_MAX / 4 || !buffer_reserve(&pack->apart, (size_t)size))
        return NULL;
    *got = pack_read_at(pack, start, pack->apart.data, (size_t)size);
    return pack->apart.data;
}

void pack_free(struct pack *pack)
{
    for (size_t slot = 0; slot < BLOCKS; slot++)
        free(pack->blocks[slot]);
    buffer_free(&pack->apart);
}

bool pack_header(const uint8_t *data, size_t size, size_t id_length, struct header *header)
{
    size_t at = 0;
    if (size > LONGEST_HEADER)
        size = LONGEST_HEADER;
    if (size == 0)
        return false;
    uint8_t byte = data[at++];
    *header = (struct header){.kind = byte >> 4 & 7, .size = byte & 15};
    for (unsigned shift = 4; byte > 127; shift += 7) {
        if (at == size || shift > 63)
            return false;
        byte = data[at++];
        uint64_t part = byte & 127;
        if (part << shift >> shift != part)
            return false;
        header->size |= part << shift;
    }
    if (header->kind == OFS_DELTA) {
        if (at == size)
            return false;
        byte = data[at++];
        header->distance = byte & 127;
        while (byte > 127) {
            if (at == size || header->distance >= UINT64_MAX >> 8)
                return false;
            byte = data[at++];
            header->distance = (header->distance + 1) << 7 | (byte & 127);
        }
    } else if (header->kind == REF_DELTA) {
        if (size - at < id_length)
            return false;
        header->base_id = data + at;
        at += id_length;
    }
    header->length = at;
    return true;
}

uint64_t pack_longest_stored(uint64_t size)
{
    return size < UINT64_MAX / 2 ? size + size / 1000 + 64 : size;
}
