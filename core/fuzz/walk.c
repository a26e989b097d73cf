/* Fuzzes the walk: makes a pack of the input, damages it or not, and reads it in every way there is.

   The input is a list of entries: a byte that says whether and of which earlier one it is a delta, a byte
   of flags, two bytes for its length, and its content. Each entry is judged or told once. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "../tree.h"
#include "../walk.h"

enum { MOST = 64, HEADER = 4, STORED_HEADER = 1 };
enum { DAMAGED = 1, LIES = 2, IS_KNOWN = 4, IS_SUSPECT = 8, IS_SETTLED = 16, IS_CUT = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct made {
    size_t count;
    uint64_t offsets[MOST + 1], sizes[MOST];
    uint8_t lengths[MOST], kinds[MOST], flags[MOST];
    int32_t parents[MOST], children[MOST], siblings[MOST];
    int64_t weights[MOST];
    struct buffer pack;
};

static void add_entry(struct made *made, const uint8_t *head, const uint8_t *content, size_t size)
{
    size_t number = made->count++;
    uLongf stored = compressBound(size);
    uint8_t flags = head[1];
    made->offsets[number] = made->pack.size;
    made->sizes[number] = flags & LIES ? size ^ head[0] : size;
    made->lengths[number] = STORED_HEADER;
    made->kinds[number] = 1 + head[0] % (KINDS - 1);
    made->flags[number] = flags;
    made->parents[number] = number > 0 && head[0] > 64 ? (int32_t)(head[0] % number) : NO_ENTRY;
    made->children[number] = made->siblings[number] = NO_ENTRY;
    made->weights[number] = head[0];
    if (!buffer_reserve(&made->pack, stored + STORED_HEADER))
        abort();
    made->pack.data[made->pack.size++] = 0;
    compress(made->pack.data + made->pack.size, &stored, content, size);
    if (flags & DAMAGED)
        made->pack.data[made->pack.size + head[0] % stored] ^= (uint8_t)(head[1] | 1);
    made->pack.size += flags & IS_CUT ? stored / 2 : stored;
}

static void link_children(struct made *made)
{
    for (size_t number = made->count; number-- > 0;) {
        int32_t parent = made->parents[number];
        if (parent >= 0) {
            made->siblings[number] = made->children[parent];
            made->children[parent] = (int32_t)number;
        }
    }
    made->offsets[made->count] = made->pack.size;
}

static size_t descendants(const struct made *made, int32_t number)
{
    size_t count = 0;
    for (int32_t child = made->children[number]; child >= 0; child = made->siblings[child])
        count += 1 + descendants(made, child);
    return count;
}

/* Judges all that waits; how much that was. */
static size_t judge(struct walk *walk, struct batch *batch)
{
    size_t count = batch->count, text = 0, next = 0;
    for (size_t each = 0; each < count; each++) {
        if (!batch->waiting[each].is_large)
            text += batch->waiting[each].size + 1;
        batch->waiting[each].is_wanted = each % 3 == 0;
    }
    while ((next = walk_next(walk, batch, next)) < count)
        walk->flags[batch->waiting[next++].number] |= SUSPECT;
    if (text != batch->texts.size)
        __builtin_trap();
    batch_clear(batch);
    return count;
}

static void read_all(struct made *made, int descriptor, const struct policy *policy, uint8_t how)
{
    struct forest forest = {made->count, made->offsets, made->lengths, made->kinds, made->sizes,
                            made->parents, made->children, made->siblings, made->weights};
    struct pack *pack = calloc(1, sizeof *pack);
    struct walk *walk = calloc(1, sizeof *walk);
    size_t told = 0, known = 0, judged = 0, objects = 0;
    if (pack == NULL || walk == NULL || !walk_init(walk, pack, &forest))
        abort();
    for (unsigned kind = 1; kind < KINDS; kind++)
        if (!walk_use(walk, kind, policy, (const uint8_t *)"\n", 1))
            abort();
    pack->descriptor = descriptor;
    pack->size = made->pack.size;
    walk->bounds = (struct bounds){how & 1 ? 0 : 4, how & 2 ? 64 : 4096, how & 4 ? 16 : 1024, 2048,
                                    how & 16 ? 256 : UINT64_MAX};
    for (size_t number = 0; number < made->count; number++) {
        walk->flags[number] = (made->flags[number] & IS_KNOWN ? KNOWN | SUSPECT : 0) |
                              (made->flags[number] & IS_SUSPECT ? SUSPECT : 0) |
                              (made->flags[number] & IS_SETTLED ? SUSPECT | SETTLED : 0);
        known += (made->flags[number] & IS_KNOWN) != 0;
        if (made->parents[number] == NO_ENTRY && !walk_push(walk, (int32_t)number))
            abort();
    }
    for (;;) {
        int32_t number;
        enum event event = walk_advance(walk, &number);
        if (event == WALK_NO_MEMORY)
            abort();
        if (event == WALK_FAILED && how & 8) {
            if (!walk_give(walk, number, (const uint8_t *)"given", 5))
                abort();
        } else if (event == WALK_FAILED) {
            told += 1 + descendants(made, number);
        } else {
            for (unsigned kind = 1; kind < KINDS; kind++)
                if (event == WALK_END || (unsigned)number == kind)
                    judged += judge(walk, &walk->batches[kind]);
            if (event == WALK_END)
                break;
        }
    }
    for (unsigned kind = 1; kind < KINDS; kind++)
        objects += walk->batches[kind].objects;
    if (judged != objects || judged + told > made->count || judged + told + known < made->count)
        __builtin_trap();
    walk_free(walk);
    pack_free(pack);
    free(walk);
    free(pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int descriptor = -1;
    if (descriptor < 0)
        descriptor = memfd_create("pack", 0);
    struct made made = {0};
    if (size < 1)
        return 0;
    uint8_t how = *data++;
    for (size--; size >= HEADER && made.count < MOST;) {
        size_t length = (size_t)(data[2] << 8 | data[3]) % 4096;
        if (length > size - HEADER)
            length = size - HEADER;
        add_entry(&made, data, data + HEADER, length);
        data += HEADER + length;
        size -= HEADER + length;
    }
    link_children(&made);
    if (made.pack.size > 0 && pwrite(descriptor, made.pack.data, made.pack.size, 0) < 0)
        abort();
    struct policy blobs = {false, 0, 0, how & 31, NO_ID};
    struct policy trees = {true, how & 32 ? 16 : 0, how & 64 ? 2 : 0, 8, how & 16 ? 20 : NO_ID};
    read_all(&made, descriptor, how & 128 ? &blobs : &trees, how);
    buffer_free(&made.pack);
    return 0;
}
