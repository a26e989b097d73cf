#include "batch.h"

#include <stdlib.h>
#include <string.h>

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
