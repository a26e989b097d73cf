#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "delta.h"
#include "tree.h"

enum { MOST_INFLATED = 1040 }; /* bytes that a byte of deflate can stand for, or somewhat more */

/* What is judged of an entry: ``Sample`` of policies.py. */
struct sample {
    const uint8_t *text;
    size_t text_size;
    uint64_t size;
    struct content *base, *delta; /* the change, if the text is only what is around it */
    struct content *whole;        /* if it was put together */
};

static bool grow(void **rows, size_t count, size_t *room, size_t row_size)
{
    if (count < *room)
        return true;
    if (*room > SIZE_MAX / 4 / row_size)
        return false;
    size_t more = 2 * *room + 64;
    void *grown = realloc(*rows, more * row_size);
    if (grown == NULL)
        return false;
    *rows = grown;
    *room = more;
    return true;
}

bool walk_init(struct walk *walk, struct pack *pack, const struct forest *forest)
{
    *walk = (struct walk){.pack = pack, .forest = forest};
    walk->flags = calloc(forest->count + 1, 1);
    return walk->flags != NULL;
}

bool walk_use(struct walk *walk, const struct policy *policy, const uint8_t *between, size_t size)
{
    walk->policy = *policy;
    walk->between.size = 0;
    return buffer_add(&walk->between, between, size);
}

static bool push(struct walk *walk, int32_t number, struct content *base)
{
    if (!grow((void **)&walk->pending, walk->pending_count, &walk->pending_room, sizeof *walk->pending))
        return false;
    walk->pending[walk->pending_count++] = (struct pending){number, walk->forest->weights[number], content_hold(base)};
    return true;
}

bool walk_push(struct walk *walk, int32_t number)
{
    return number >= 0 && (size_t)number < walk->forest->count && push(walk, number, NULL);
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
static bool push_children(struct walk *walk, int32_t number, struct content *content)
{
    const struct forest *forest = walk->forest;
    int32_t child = forest->first_children[number];
    size_t first = walk->pending_count;
    for (size_t left = forest->count; child >= 0 && (size_t)child < forest->count && left > 0; left--) {
        if (!push(walk, child, content))
            return false;
        child = forest->next_siblings[child];
    }
    if (walk->pending_count - first > 1)
        qsort(walk->pending + first, walk->pending_count - first, sizeof *walk->pending, by_weight);
    return true;
}

/* What is stored of an entry, inflated; NULL if it is damaged. */
static struct content *stored_at(struct walk *walk, int32_t number)
{
    const struct forest *forest = walk->forest;
    uint64_t size = forest->sizes[number];
    uint64_t start = forest->offsets[number] + forest->lengths[number];
    uint64_t end = forest->offsets[number + 1];
    if (start >= end)
        return NULL;
    uint64_t length = end - start;
    if (length > BLOCK && length > pack_longest_stored(size))
        length = pack_longest_stored(size);
    if (size / MOST_INFLATED > length)
        return NULL;
    size_t got = 0;
    const uint8_t *data = pack_read(walk->pack, start, length, &got);
    struct content *content = data == NULL ? NULL : content_new(size, INFLATE_SLACK);
    if (content != NULL && !inflate_exactly(&walk->inflater, data, got, content->data, content->size)) {
        content_drop(content);
        return NULL;
    }
    return content;
}

/* Its size is that of content in memory, so no product of it is too large. */
static bool is_worth_a_sample(const struct walk *walk, int32_t number, size_t base_size)
{
    int32_t parent = walk->forest->parents[number];
    uint64_t size = walk->forest->sizes[number];
    if (parent < 0 || base_size <= walk->policy.shortest_base)
        return false;
    uint8_t flags = walk->flags[parent];
    if (flags & SETTLED)
        return base_size > size * walk->bounds.worth_a_reach;
    return !(flags & SUSPECT) && base_size > size * walk->policy.worth_a_sample;
}

/* Makes the text around a change. False if the delta is damaged. */
static bool look_at_change(struct walk *walk, struct sample *sample)
{
    const struct policy *policy = &walk->policy;
    const struct content *base = sample->base, *delta = sample->delta;
    struct buffer *around = &walk->around;
    bool is_all = false;
    around->size = 0;
    if (!policy->is_tree)
        return delta_excerpt(delta->data, delta->size, base->data, base->size, policy->context, around,
                             &sample->size);
    if (policy->id_length != NO_ID &&
        !tree_replaced_ids(delta->data, delta->size, policy->id_length, around, &is_all))
        return false;
    if (!is_all)
        return tree_excerpt(delta->data, delta->size, base->data, base->size, policy->id_length, around,
                            &sample->size);
    sample->whole = delta_apply(delta->data, delta->size, base->data, base->size);
    if (sample->whole != NULL)
        sample->size = sample->whole->size;
    return sample->whole != NULL;
}

/* Takes a sample of an entry, which drops what it holds if that fails. */
static bool take_sample(struct walk *walk, int32_t number, struct content *base, struct sample *sample)
{
    struct content *stored = stored_at(walk, number);
    *sample = (struct sample){0};
    if (stored == NULL)
        return false;
    if (base == NULL) {
        sample->whole = stored;
    } else if (!is_worth_a_sample(walk, number, base->size)) {
        sample->whole = delta_apply(stored->data, stored->size, base->data, base->size);
        content_drop(stored);
        if (sample->whole == NULL)
            return false;
    } else {
        bool is_sound;
        sample->delta = stored;
        sample->base = base;
        if (walk->flags[walk->forest->parents[number]] & SETTLED) {
            struct delta delta;
            walk->around.size = 0;
            is_sound = delta_sizes(&delta, stored->data, stored->size);
            sample->size = delta.result_size;
        } else {
            is_sound = look_at_change(walk, sample);
        }
        if (is_sound && sample->whole == NULL && walk->forest->first_children[number] >= 0) {
            sample->whole = delta_apply(stored->data, stored->size, base->data, base->size);
            is_sound = sample->whole != NULL;
        }
        if (!is_sound) {
            content_drop(sample->whole);
            content_drop(stored);
            return false;
        }
        sample->text = walk->around.data;
        sample->text_size = walk->around.size;
        content_hold(base);
        return true;
    }
    sample->text = sample->whole->data;
    sample->text_size = sample->whole->size;
    sample->size = sample->whole->size;
    return true;
}

static void drop_sample(struct sample *sample)
{
    content_drop(sample->base);
    content_drop(sample->delta);
    content_drop(sample->whole);
}

/* Has a sample judged. Takes over what it holds, but for ``whole``. */
static bool wait_for(struct walk *walk, int32_t number, const struct sample *sample)
{
    if (!grow((void **)&walk->waiting, walk->waiting_count, &walk->waiting_room, sizeof *walk->waiting))
        return false;
    struct waiting *waiting = &walk->waiting[walk->waiting_count];
    *waiting = (struct waiting){.number = number, .size = sample->text_size};
    if (sample->text_size > walk->bounds.large) {
        waiting->is_large = true;
        if (sample->delta == NULL) {
            waiting->whole = content_hold(sample->whole);
        } else {
            waiting->whole = content_new(sample->text_size, 0);
            if (waiting->whole == NULL)
                return false;
            memcpy(waiting->whole->data, sample->text, sample->text_size);
        }
    } else {
        waiting->start = walk->texts.size;
        if (!buffer_add(&walk->texts, sample->text, sample->text_size) ||
            !buffer_add(&walk->texts, walk->between.data, walk->between.size))
            return false;
    }
    waiting->base = content_hold(sample->base);
    waiting->delta = content_hold(sample->delta);
    walk->waiting_count++;
    walk->objects++;
    walk->bytes += sample->size;
    walk->batch += sample->text_size;
    walk->held += sample->base == NULL ? 0 : sample->base->size;
    return true;
}

/* Has a sample judged, and what is made from it read next. Drops the sample. */
static bool accept(struct walk *walk, int32_t number, struct sample *sample)
{
    bool is_done = (walk->flags[number] & KNOWN || wait_for(walk, number, sample)) &&
                   push_children(walk, number, sample->whole);
    drop_sample(sample);
    return is_done;
}

bool walk_give(struct walk *walk, int32_t number, const uint8_t *data, size_t size)
{
    if (number < 0 || (size_t)number >= walk->forest->count)
        return false;
    struct content *whole = content_new(size, 0);
    if (whole == NULL)
        return false;
    if (size > 0)
        memcpy(whole->data, data, size);
    struct sample sample = {.text = whole->data, .text_size = size, .size = size, .whole = whole};
    return accept(walk, number, &sample);
}

enum event walk_advance(struct walk *walk, int32_t *number)
{
    content_drop(walk->failed_base);
    walk->failed_base = NULL;
    while (walk->batch <= walk->bounds.batch && walk->held <= walk->bounds.held) {
        if (walk->pending_count == 0)
            return WALK_END;
        struct pending next = walk->pending[--walk->pending_count];
        struct sample sample;
        *number = next.number;
        if (!take_sample(walk, next.number, next.base, &sample)) {
            walk->failed_base = next.base;
            return WALK_FAILED;
        }
        content_drop(next.base);
        if (!accept(walk, next.number, &sample))
            return WALK_NO_MEMORY;
    }
    return WALK_BATCH;
}

void walk_clear(struct walk *walk)
{
    for (size_t each = 0; each < walk->waiting_count; each++) {
        content_drop(walk->waiting[each].base);
        content_drop(walk->waiting[each].delta);
        content_drop(walk->waiting[each].whole);
    }
    walk->waiting_count = 0;
    walk->texts.size = 0;
    walk->batch = walk->held = 0;
}

void walk_free(struct walk *walk)
{
    walk_clear(walk);
    while (walk->pending_count > 0)
        content_drop(walk->pending[--walk->pending_count].base);
    content_drop(walk->failed_base);
    free(walk->pending);
    free(walk->waiting);
    free(walk->flags);
    buffer_free(&walk->between);
    buffer_free(&walk->texts);
    buffer_free(&walk->around);
}
