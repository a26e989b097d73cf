#include "delta.h"

#include <string.h>

enum { DEFAULT_COPY = 1 << 16 };

static const uint8_t CUT = 1;

static bool read_size(const uint8_t **at, const uint8_t *end, uint64_t *size)
{
    *size = 0;
    for (unsigned shift = 0; *at < end; shift += 7) {
        uint8_t byte = *(*at)++;
        if (shift > 56) /* no object is that large */
            return false;
        *size |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

bool delta_sizes(struct delta *delta, const uint8_t *data, size_t size)
{
    *delta = (struct delta){.at = data, .end = data + size};
    return read_size(&delta->at, delta->end, &delta->base_size) &&
           read_size(&delta->at, delta->end, &delta->result_size);
}

bool delta_open(struct delta *delta, const uint8_t *data, size_t size, const uint8_t *base,
                size_t base_size)
{
    if (!delta_sizes(delta, data, size) || delta->base_size != base_size)
        return false;
    delta->base = base;
    return true;
}

/* The start of a copy in the lower 32 bits and its size above them; false if it is cut off. */
static bool read_operands(struct delta *delta, uint8_t opcode, uint64_t *operands)
{
    *operands = 0;
    for (unsigned bit = 0; bit < 7; bit++)
        if (opcode >> bit & 1) {
            if (delta->at == delta->end)
                return false;
            *operands |= (uint64_t)*delta->at++ << 8 * bit;
        }
    return true;
}

enum next delta_next(struct delta *delta, struct step *step)
{
    if (delta->at == delta->end)
        return delta->produced == delta->result_size ? NEXT_END : NEXT_BAD;
    uint8_t opcode = *delta->at++;
    step->is_copy = opcode >= 0x80;
    if (step->is_copy) {
        uint64_t operands;
        if (!read_operands(delta, opcode, &operands))
            return NEXT_BAD;
        uint64_t start = operands & 0xFFFFFFFF, size = operands >> 32;
        if (size == 0)
            size = DEFAULT_COPY;
        if (start > delta->base_size || size > delta->base_size - start)
            return NEXT_BAD;
        step->data = delta->base + start;
        step->size = (size_t)size;
    } else {
        if (opcode == 0 || opcode > delta->end - delta->at)
            return NEXT_BAD;
        step->data = delta->at;
        step->size = opcode;
        delta->at += opcode;
    }
    if (step->size > delta->result_size - delta->produced)
        return NEXT_BAD;
    delta->produced += step->size;
    return NEXT_STEP;
}

struct content *delta_apply(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size)
{
    struct delta delta;
    struct step step;
    enum next next;
    if (!delta_open(&delta, data, size, base, base_size))
        return NULL;
    if (delta.result_size > size) { /* what is announced may be a lie, and take all memory */
        struct delta trial = delta;
        while ((next = delta_next(&trial, &step)) == NEXT_STEP)
            ;
        if (next == NEXT_BAD)
            return NULL;
    }
    struct content *content = content_new(delta.result_size);
    if (content == NULL)
        return NULL;
    uint8_t *at = content->data;
    while ((next = delta_next(&delta, &step)) == NEXT_STEP) {
        memcpy(at, step.data, step.size);
        at += step.size;
    }
    if (next == NEXT_BAD) {
        content_drop(content);
        return NULL;
    }
    return content;
}

bool delta_excerpt(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                   size_t context, struct buffer *out, uint64_t *result_size)
{
    struct delta delta;
    struct step step;
    enum next next;
    if (!delta_open(&delta, data, size, base, base_size))
        return false;
    *result_size = delta.result_size;
    while ((next = delta_next(&delta, &step)) == NEXT_STEP) {
        bool is_added;
        if (step.is_copy && step.size / 2 > context && step.size > 2 * context + sizeof CUT)
            is_added = buffer_add(out, step.data, context) && buffer_add(out, &CUT, sizeof CUT) &&
                       buffer_add(out, step.data + step.size - context, context);
        else
            is_added = buffer_add(out, step.data, step.size);
        if (!is_added)
            return false;
    }
    return next == NEXT_END;
}
