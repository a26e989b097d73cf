#include "batch.h"

#include <stdlib.h>
#include <string.h>

#include "tree.h"

enum { WHOLE_CHECKED = 4096 }; /* as in policies.py */

bool policy_checks_whole(const struct policy *policy, uint64_t size)
{
    return policy->is_tree && policy->id_length != NO_ID && size <= WHOLE_CHECKED;
}

bool sample_is_usual(const struct policy *policy, const struct sample *sample)
{
    const struct content *base = sample->base, *delta = sample->delta, *whole = sample->whole;
    if (!policy->is_tree || policy->id_length == NO_ID)
        return true;
    if (whole != NULL && (delta == NULL || policy_checks_whole(policy, whole->size)))
        return tree_is_usual(whole->data, whole->size, policy->id_length);
    return tree_change_ends_with_id(delta->data, delta->size, base->data, base->size, policy->id_length);
}

bool batch_add(struct batch *batch, int32_t number, const struct sample *sample, uint64_t large)
{
    if (!buffer_grow((void **)&batch->waiting, batch->count, &batch->room, sizeof *batch->waiting))
        return false;
    struct waiting *waiting = &batch->waiting[batch->count];
    *waiting = (struct waiting){.number = number, .start = batch->texts.size, .size = sample->text_size};
    if (sample->text_size > large) {
        waiting->is_large = true;
        if (sample->delta == NULL) {
            waiting->whole = content_hold(sample->whole);
        } else {
            waiting->whole = content_new(sample->text_size);
            if (waiting->whole == NULL)
                return false;
            memcpy(waiting->whole->data, sample->text, sample->text_size);
        }
    } else if (!buffer_add(&batch->texts, sample->text, sample->text_size) ||
               !buffer_add(&batch->texts, batch->between.data, batch->between.size)) {
        return false;
    }
    waiting->base = content_hold(sample->base);
    waiting->delta = content_hold(sample->delta);
    batch->count++;
    batch->objects++;
    batch->bytes += sample->size;
    batch->size += sample->text_size;
    batch->held += sample->base == NULL ? 0 : sample->base->size;
    return true;
}

void batch_clear(struct batch *batch)
{
    for (size_t each = 0; each < batch->count; each++) {
        content_drop(batch->waiting[each].base);
        content_drop(batch->waiting[each].delta);
        content_drop(batch->waiting[each].whole);
    }
    batch->count = 0;
    batch->texts.size = 0;
    batch->size = batch->held = 0;
}

void batch_free(struct batch *batch)
{
    batch_clear(batch);
    free(batch->waiting);
    buffer_free(&batch->between);
    buffer_free(&batch->texts);
}
