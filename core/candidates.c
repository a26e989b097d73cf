#include "candidates.h"

#include <stdlib.h>
#include <string.h>

static bool is_object(const struct candidates *candidates, int32_t number)
{
    return number >= 0 && (size_t)number < candidates->count;
}

/* Finds the entry of each row of a part. False if there is no memory for it. */
static bool number_entries(struct numbered *part)
{
    size_t count = part->forest->count;
    part->entries = malloc((count + 1) * sizeof *part->entries);
    if (part->entries == NULL)
        return false;
    for (size_t row = 0; row < count; row++)
        part->entries[row] = NO_ENTRY;
    for (size_t entry = 0; entry < count; entry++)
        if (part->rows[entry] < count)
            part->entries[part->rows[entry]] = (int32_t)entry;
    return true;
}

/* Lists of each object the trees that named it. */
static bool list_holders(struct candidates *candidates)
{
    size_t count = candidates->count, total = 0;
    uint32_t *starts = candidates->starts = calloc(count + 2, sizeof *starts);
    if (starts == NULL)
        return false;
    for (size_t task = 0; task < candidates->refs_count; task++) {
        const struct refs *refs = &candidates->refs[task];
        for (size_t each = 0; each < refs->named_count; each++)
            if (is_object(candidates, refs->named[each])) {
                starts[refs->named[each] + 2]++;
                total++;
            }
    }
    if (total > UINT32_MAX || (candidates->holders = malloc((total + 1) * sizeof *candidates->holders)) == NULL)
        return false;
    for (size_t number = 0; number < count; number++)
        starts[number + 2] += starts[number + 1];
    for (size_t task = 0; task < candidates->refs_count; task++) {
        const struct refs *refs = &candidates->refs[task];
        size_t tree = 0;
        for (size_t each = 0; each < refs->named_count && tree < refs->tree_count; each++) {
            int32_t number = refs->named[each];
            if (number == refs->end)
                tree++;
            else if (is_object(candidates, number))
                candidates->holders[starts[number + 1]++] = refs->trees[tree];
        }
    }
    return true;
}

bool candidates_init(struct candidates *candidates)
{
    for (size_t each = 0; each < candidates->part_count; each++)
        if (!number_entries(&candidates->parts[each]))
            return false;
    candidates->pending_count = 0;
    candidates->pending = malloc((candidates->count + 1) * sizeof *candidates->pending);
    return candidates->pending != NULL && list_holders(candidates);
}

void candidates_mark(struct candidates *candidates, int32_t tree)
{
    if (!is_object(candidates, tree) || candidates->flags[tree])
        return;
    candidates->flags[tree] = 1;
    candidates->pending[candidates->pending_count++] = tree;
}

void candidates_want(struct candidates *candidates, int32_t number)
{
    if (!is_object(candidates, number))
        return;
    for (uint32_t each = candidates->starts[number]; each < candidates->starts[number + 1]; each++)
        candidates_mark(candidates, candidates->holders[each]);
}

/* The last part whose numbers begin at ``number`` or before; NULL if there is none. */
static const struct numbered *part_of(const struct candidates *candidates, size_t number)
{
    size_t low = 0, high = candidates->part_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (candidates->parts[middle].first <= number)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &candidates->parts[low - 1];
}

/* Flags what is made from a tree: it has all of it that it does not replace. */
static void mark_made_from(struct candidates *candidates, size_t tree)
{
    const struct numbered *part = part_of(candidates, tree);
    if (part == NULL || tree - part->first >= part->forest->count)
        return;
    int32_t entry = part->entries[tree - part->first];
    int32_t child = entry == NO_ENTRY ? NO_ENTRY : part->forest->first_children[entry];
    for (size_t left = part->forest->count; child >= 0 && left > 0; left--) {
        candidates_mark(candidates, (int32_t)(part->first + part->rows[child]));
        child = part->forest->next_siblings[child];
    }
}

void candidates_spread(struct candidates *candidates)
{
    while (candidates->pending_count > 0) {
        int32_t tree = candidates->pending[--candidates->pending_count];
        candidates_want(candidates, tree);
        mark_made_from(candidates, (size_t)tree);
    }
}

void candidates_free(struct candidates *candidates)
{
    for (size_t each = 0; each < candidates->part_count; each++)
        free(candidates->parts[each].entries);
    free(candidates->starts);
    free(candidates->holders);
    free(candidates->pending);
}
