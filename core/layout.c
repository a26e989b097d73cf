#include "layout.h"

#include <stdlib.h>

enum {
    LAST_PART = 4, /* of all that is read the last fourth */
    SMALLER = 4,   /* is cut into runs that are so many times smaller, so that all who read end at about a time */
};

struct place {
    uint64_t offset;
    uint32_t row;
};

bool layout_pick(const uint64_t *offsets, size_t count, const uint32_t *rows, uint64_t *picked)
{
    for (size_t each = 0; each < count; each++) {
        if (rows[each] >= count)
            return false;
        picked[each] = offsets[rows[each]];
        if (each > 0 && picked[each] <= picked[each - 1])
            return false;
    }
    return true;
}

static int by_place(const void *one, const void *other)
{
    const struct place *left = one, *right = other;
    if (left->offset != right->offset)
        return left->offset < right->offset ? -1 : 1;
    return left->row < right->row ? -1 : left->row > right->row;
}

bool layout_sort(const uint64_t *offsets, size_t count, uint32_t *rows, uint64_t *picked)
{
    struct place *places = malloc(count * sizeof *places + 1);
    if (places == NULL)
        return false;
    for (size_t row = 0; row < count; row++)
        places[row] = (struct place){offsets[row], (uint32_t)row};
    qsort(places, count, sizeof *places, by_place);
    for (size_t each = 0; each < count; each++) {
        rows[each] = places[each].row;
        picked[each] = places[each].offset;
    }
    free(places);
    return true;
}

/* Whether a root is of a kind that an object can have: gitformat-pack(5), "Object types". */
static bool is_sound(uint8_t kind)
{
    return kind >= 1 && kind <= 4;
}

/* Collects the roots, those of a known kind first. */
static void collect_roots(const int32_t *parents, const uint8_t *kinds, size_t count, struct links *links)
{
    links->root_count = 0;
    for (unsigned sound = 2; sound-- > 0;) {
        for (size_t number = 0; number < count; number++)
            if (parents[number] < 0 && is_sound(kinds[number]) == (sound == 1))
                links->roots[links->root_count++] = (int32_t)number;
        if (sound == 1)
            links->sound_count = links->root_count;
    }
}

bool layout_link(const uint64_t *offsets, const int32_t *parents, const uint8_t *kinds, size_t count,
                 uint64_t entry_cost, struct links *links)
{
    uint64_t *weights = (uint64_t *)links->weights; /* offsets of a damaged index may make them overflow */
    for (size_t number = 0; number < count; number++) {
        if (parents[number] < -1 || parents[number] >= (int64_t)number)
            return false;
        weights[number] = offsets[number + 1] - offsets[number] + entry_cost;
        links->first_children[number] = links->next_siblings[number] = -1;
    }
    for (size_t number = count; number-- > 0;) {
        int32_t parent = parents[number];
        if (parent < 0)
            continue;
        weights[parent] += weights[number];
        links->next_siblings[number] = links->first_children[parent];
        links->first_children[parent] = (int32_t)number;
    }
    collect_roots(parents, kinds, count, links);
    return true;
}

size_t layout_cut(const struct links *links, uint64_t task_count, int32_t *ends, int64_t *costs)
{
    const uint64_t *weights = (const uint64_t *)links->weights;
    uint64_t sum = 0, before = 0, cost = 0;
    size_t runs = 0, start = 0;
    for (size_t each = 0; each < links->sound_count; each++)
        sum += weights[links->roots[each]];
    uint64_t limit = sum / (task_count > 0 ? task_count : 1);
    uint64_t last = sum - sum / LAST_PART;
    for (size_t each = 0; each < links->sound_count; each++) {
        uint64_t weight = weights[links->roots[each]];
        if (each > start && cost + weight > (before < last ? limit : limit / SMALLER)) {
            costs[runs] = (int64_t)cost;
            ends[runs++] = (int32_t)each;
            start = each;
            before += cost;
            cost = 0;
        }
        cost += weight;
    }
    costs[runs] = (int64_t)cost;
    if (links->sound_count > start)
        ends[runs++] = (int32_t)links->sound_count;
    return runs;
}
