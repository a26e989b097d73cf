#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "sample.h"

bool walk_init(struct walk *walk, struct pack *pack, const struct forest *forest)
{
    *walk = (struct walk){.pack = pack, .forest = forest};
    walk->flags = calloc(forest->count + 1, 1);
    return walk->flags != NULL && inflater_init(&walk->inflater);
}

bool walk_use(struct walk *walk, unsigned kind, const struct policy *policy, const uint8_t *between,
              size_t size)
{
    if (kind == 0 || kind >= KINDS)
        return false;
    walk->batches[kind].policy = *policy;
    walk->batches[kind].between.size = 0;
    return buffer_add(&walk->batches[kind].between, between, size);
}

static bool push(struct walk *walk, int32_t number, uint8_t kind, struct content *base)
{
    if (!buffer_grow((void **)&walk->pending, walk->pending_count, &walk->pending_room, sizeof *walk->pending))
        return false;
    walk->pending[walk->pending_count++] =
        (struct pending){number, kind, walk->forest->weights[number], content_hold(base)};
    return true;
}

/* The kind of the root that an entry is made from; 0 if there is none. */
static uint8_t kind_of(const struct forest *forest, int32_t number)
{
    if (number < 0 || (size_t)number >= forest->count)
        return 0;
    for (size_t left = forest->count; forest->parents[number] >= 0 && left > 0; left--)
        number = forest->parents[number];
    return forest->kinds[number] < KINDS ? forest->kinds[number] : 0;
}

bool walk_push(struct walk *walk, int32_t number)
{
    uint8_t kind = kind_of(walk->forest, number);
    return kind != 0 && push(walk, number, kind, NULL);
}

/* The heaviest first, and of the same weight the first of the pack. */
static int by_weight(const void *one, const void *other)
{
    const struct pending *left = one, *right = other;
    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

/* Has the children of an entry read next, the heaviest last of all: when that one is read its base is
   needed no more. */
static bool push_children(struct walk *walk, int32_t number, uint8_t kind, struct content *content)
{
    const struct forest *forest = walk->forest;
    int32_t child = forest->first_children[number];
    size_t first = walk->pending_count;
    for (size_t left = forest->count; child >= 0 && (size_t)child < forest->count && left > 0; left--) {
        if (!(walk->flags[child] & LEFT_OUT) && !push(walk, child, kind, content))
            return false;
        child = forest->next_siblings[child];
    }
    if (walk->pending_count - first > 1)
        qsort(walk->pending + first, walk->pending_count - first, sizeof *walk->pending, by_weight);
    return true;
}

/* Has a sample judged, and what is made from it read next. Drops the sample. */
static bool accept(struct walk *walk, int32_t number, uint8_t kind, struct sample *sample)
{
    struct batch *batch = &walk->batches[kind];
    bool is_known = walk->flags[number] & KNOWN;
    bool is_done = (is_known || batch_add(batch, number, sample, walk->bounds.large)) &&
                   push_children(walk, number, kind, sample->whole);
    sample_drop(sample);
    return is_done;
}

bool walk_give(struct walk *walk, int32_t number, const uint8_t *data, size_t size)
{
    uint8_t kind = kind_of(walk->forest, number);
    struct content *whole = kind == 0 ? NULL : content_new(size);
    if (whole == NULL)
        return false;
    if (size > 0)
        memcpy(whole->data, data, size);
    struct sample sample = {.text = whole->data, .text_size = size, .size = size, .whole = whole};
    return accept(walk, number, kind, &sample);
}

/* The kind of which enough waits; 0 if there is none. */
static uint8_t full_kind(const struct walk *walk)
{
    for (uint8_t kind = 1; kind < KINDS; kind++) {
        const struct batch *batch = &walk->batches[kind];
        if (batch->size > walk->bounds.batch || batch->held > walk->bounds.held)
            return kind;
    }
    return 0;
}

enum event walk_advance(struct walk *walk, int32_t *number)
{
    content_drop(walk->failed_base);
    walk->failed_base = NULL;
    for (;;) {
        *number = full_kind(walk);
        if (*number != 0)
            return WALK_BATCH;
        if (walk->pending_count == 0)
            return WALK_END;
        struct pending next = walk->pending[--walk->pending_count];
        struct sample sample;
        *number = next.number;
        bool is_taken = sample_take(walk, &next, &sample);
        if (is_taken && !sample_is_usual(&walk->batches[next.kind].policy, &sample)) {
            sample_drop(&sample);
            is_taken = false;
        }
        if (!is_taken) {
            walk->failed_base = next.base;
            return WALK_FAILED;
        }
        content_drop(next.base);
        if (!accept(walk, next.number, next.kind, &sample))
            return WALK_NO_MEMORY;
    }
}

size_t walk_next(const struct walk *walk, const struct batch *batch, size_t place)
{
    for (; place < batch->count; place++) {
        const struct waiting *waiting = &batch->waiting[place];
        int32_t parent = walk->forest->parents[waiting->number];
        bool is_suspect = waiting->delta != NULL && parent >= 0 && walk->flags[parent] & SUSPECT;
        if (waiting->is_wanted || is_suspect)
            break;
    }
    return place;
}

void walk_free(struct walk *walk)
{
    for (unsigned kind = 0; kind < KINDS; kind++)
        batch_free(&walk->batches[kind]);
    while (walk->pending_count > 0)
        content_drop(walk->pending[--walk->pending_count].base);
    content_drop(walk->failed_base);
    inflater_free(&walk->inflater);
    free(walk->pending);
    free(walk->flags);
    buffer_free(&walk->around);
}
