/* Fuzzes which trees may lead to an object: what is flagged holds something that is flagged or was asked for,
   or is made from what is flagged. */
#include <stdlib.h>
#include <string.h>

#include "../candidates.h"

enum { MOST = 250, END = -2 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t offsets[MOST + 1], sizes[MOST];
static int32_t parents[MOST], children[MOST], siblings[MOST], named[1 << 12], trees[MOST];
static uint32_t rows[MOST];
static uint8_t flags[2 * MOST];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    size_t count = data[0] % MOST + 1, wanted = data[1], striking = data[2], tree_count = data[3] % MOST;
    data += 4;
    size -= 4;
    if (size < 2 * count || size - 2 * count > sizeof named / sizeof *named)
        return 0;
    for (size_t each = 0; each < count; each++) {
        parents[each] = data[each] < each ? data[each] : -1;
        children[each] = siblings[each] = -1;
        rows[each] = data[count + each]; /* some twice, some of no entry */
    }
    for (size_t each = count; each-- > 0;)
        if (parents[each] >= 0) {
            siblings[each] = children[parents[each]];
            children[parents[each]] = (int32_t)each;
        }
    data += 2 * count;
    size -= 2 * count;
    for (size_t each = 0; each < size; each++)
        named[each] = data[each] >= 254 ? END : (int32_t)data[each] - 3;
    for (size_t each = 0; each < tree_count; each++)
        trees[each] = (int32_t)((each * 7) % (count + 3)) - 1;
    struct forest forest = {.count = count, .offsets = offsets, .sizes = sizes, .parents = parents,
                            .first_children = children, .next_siblings = siblings};
    struct numbered part = {.forest = &forest, .rows = rows, .first = 2};
    struct refs refs = {named, size, trees, tree_count, END};
    memset(flags, 0, sizeof flags);
    struct candidates candidates = {.flags = flags, .count = count + 2, .refs = &refs, .refs_count = 1,
                                    .parts = &part, .part_count = 1};
    if (!candidates_init(&candidates))
        __builtin_trap();
    candidates_want(&candidates, (int32_t)wanted);
    candidates_mark(&candidates, (int32_t)striking);
    candidates_spread(&candidates);
    for (size_t each = candidates.count; each < sizeof flags; each++)
        if (flags[each] != 0)
            __builtin_trap();
    size_t tree = 0;
    for (size_t each = 0; each < size && tree < tree_count; each++) {
        if (named[each] == END)
            tree++;
        else if (named[each] >= 0 && (size_t)named[each] < candidates.count && trees[tree] >= 0 &&
                 (size_t)trees[tree] < candidates.count && flags[named[each]] && !flags[trees[tree]])
            __builtin_trap(); /* what holds what is flagged is flagged */
    }
    candidates_free(&candidates);
    return 0;
}
