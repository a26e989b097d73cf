#include "sample.h"

#include "delta.h"
#include "tree.h"

enum {
    LARGEST_BESIDE_BLOBS = 64 * 1024 * 1024, /* as in gitformat/types.py */
    MOST_INFLATED = 1040, /* bytes that a byte of deflate can stand for, or somewhat more */
};

/* What is stored of an entry, inflated; NULL if it is damaged, or has more than ``most`` bytes. */
static struct content *stored_at(struct walk *walk, int32_t number, uint64_t most)
{
    const struct forest *forest = walk->forest;
    uint64_t size = forest->sizes[number];
    uint64_t start = forest->offsets[number] + forest->lengths[number];
    uint64_t end = forest->offsets[number + 1];
    if (start >= end || size > most)
        return NULL;
    uint64_t length = end - start;
    if (length > BLOCK && length > pack_longest_stored(size))
        length = pack_longest_stored(size);
    if (size / MOST_INFLATED > length)
        return NULL;
    size_t got = 0;
    const uint8_t *data = pack_read(walk->pack, start, length, &got);
    struct content *content = data == NULL ? NULL : content_new(size);
    if (content != NULL && !inflate_exactly(&walk->inflater, data, got, content->data, content->size)) {
        content_drop(content);
        return NULL;
    }
    return content;
}

/* Its size is that of content in memory, so no product of it is too large. */
static bool is_worth_a_sample(const struct walk *walk, const struct policy *policy, int32_t number,
                              size_t base_size)
{
    int32_t parent = walk->forest->parents[number];
    uint64_t size = walk->forest->sizes[number];
    if (parent < 0 || base_size <= policy->shortest_base)
        return false;
    uint8_t flags = walk->flags[parent];
    if (flags & SETTLED)
        return base_size > size * walk->bounds.worth_a_reach;
    return !(flags & SUSPECT) && base_size > size * policy->worth_a_sample;
}

/* Makes the text around a change. False if the delta is damaged. */
static bool look_at_change(struct walk *walk, const struct policy *policy, struct sample *sample)
{
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

/* What is stored of an entry; NULL also if what a delta makes of its base is too large. */
static struct content *stored_of(struct walk *walk, const struct pending *pending)
{
    uint64_t most = pending->kind == BLOB ? walk->bounds.most : LARGEST_BESIDE_BLOBS;
    struct content *stored = stored_at(walk, pending->number, most);
    struct delta made;
    if (stored != NULL && pending->base != NULL &&
        (!delta_sizes(&made, stored->data, stored->size) || made.result_size > most)) {
        content_drop(stored);
        return NULL;
    }
    return stored;
}

/* Fills a sample with all of an entry's content. False if the delta is damaged. */
static bool take_whole(struct content *stored, const struct content *base, struct sample *sample)
{
    sample->whole = base == NULL ? content_hold(stored)
                                 : delta_apply(stored->data, stored->size, base->data, base->size);
    if (sample->whole == NULL)
        return false;
    sample->text = sample->whole->data;
    sample->text_size = sample->size = sample->whole->size;
    return true;
}

/* Fills a sample of a base and a delta with what is around the change, which is nothing after a base that is
   settled. The content is put together too if that is needed. False if the delta is damaged. */
static bool take_change(struct walk *walk, const struct policy *policy, int32_t number, struct sample *sample)
{
    const struct content *base = sample->base, *delta = sample->delta;
    if (walk->flags[walk->forest->parents[number]] & SETTLED) {
        struct delta sizes;
        walk->around.size = 0;
        if (!delta_sizes(&sizes, delta->data, delta->size))
            return false;
        sample->size = sizes.result_size;
    } else if (!look_at_change(walk, policy, sample)) {
        return false;
    }
    bool is_needed = walk->forest->first_children[number] >= 0 || policy_checks_whole(policy, sample->size);
    if (sample->whole == NULL && is_needed) {
        sample->whole = delta_apply(delta->data, delta->size, base->data, base->size);
        if (sample->whole == NULL)
            return false;
    }
    sample->text = walk->around.data;
    sample->text_size = walk->around.size;
    return true;
}

void sample_drop(struct sample *sample)
{
    content_drop(sample->base);
    content_drop(sample->delta);
    content_drop(sample->whole);
}

bool sample_take(struct walk *walk, const struct pending *pending, struct sample *sample)
{
    const struct policy *policy = &walk->batches[pending->kind].policy;
    struct content *base = pending->base, *stored = stored_of(walk, pending);
    bool is_taken;
    *sample = (struct sample){0};
    if (stored == NULL)
        return false;
    if (base != NULL && is_worth_a_sample(walk, policy, pending->number, base->size)) {
        sample->base = content_hold(base);
        sample->delta = content_hold(stored);
        is_taken = take_change(walk, policy, pending->number, sample);
    } else {
        is_taken = take_whole(stored, base, sample);
    }
    content_drop(stored);
    if (!is_taken)
        sample_drop(sample);
    return is_taken;
}
