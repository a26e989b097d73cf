#include "tree.h"

#include <string.h>

#include "delta.h"
#include "oids.h"

enum {
    CONTEXT = 64,     /* bytes on each side of a change that are enough to see an id */
    BEHIND_NAME = 48, /* bytes, where a name ends, that are enough to see its id */
    LONGEST_NUMBER = 10,
};

static const uint8_t NEXT_ENTRY[] = {'4', '0', '0', '0', '0', ' '};
static const uint8_t CUT[32] = {'\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n',
                                '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n',
                                '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n'};
static const uint8_t NUL = 0;

static unsigned operands_of(uint8_t opcode)
{
    unsigned count = 0;
    for (unsigned flags = opcode & 0x7F; flags > 0; flags &= flags - 1)
        count++;
    return count;
}

/* Where the number at ``at`` ends; NULL if it is cut off or has more than ten bytes. */
static const uint8_t *skip_number(const uint8_t *at, const uint8_t *end)
{
    for (unsigned count = 0; at < end && count < LONGEST_NUMBER; count++)
        if (*at++ < 0x80)
            return at;
    return NULL;
}

static bool add_id(struct buffer *out, const uint8_t *id, size_t id_length)
{
    return buffer_add(out, &NUL, 1) && buffer_add(out, id, id_length) &&
           buffer_add(out, NEXT_ENTRY, sizeof NEXT_ENTRY);
}

bool tree_replaced_ids(const uint8_t *data, size_t size, size_t id_length, struct buffer *out, bool *all)
{
    size_t before = out->size;
    const uint8_t *end = data + size, *at = skip_number(data, end);
    *all = false;
    if (at == NULL || (at = skip_number(at, end)) == NULL)
        return true;
    bool may_copy = true, may_insert = true;
    while (at < end) {
        uint8_t opcode = *at++;
        size_t left = (size_t)(end - at);
        if (opcode >= 0x80 && may_copy && operands_of(opcode) <= left) {
            at += operands_of(opcode);
            may_copy = false;
            may_insert = true;
        } else if (opcode == id_length && may_insert && id_length <= left) {
            if (!add_id(out, at, id_length))
                return false;
            at += id_length;
            may_copy = true;
            may_insert = false;
        } else {
            out->size = before;
            return true;
        }
    }
    *all = true;
    return out->size > before || add_id(out, &NUL, 0);
}

/* Adds as much of a copy as belongs to the change in front of it, behind it, or both. */
static bool add_ends(struct buffer *out, const uint8_t *data, size_t size, bool head, bool tail)
{
    size_t head_end = 0, tail_begin = size;
    bool is_whole = false;
    if (head) {
        const uint8_t *name_end = memchr(data, 0, size);
        is_whole = name_end == NULL;
        head_end = is_whole ? 0 : (size_t)(name_end - data) + BEHIND_NAME;
        if (head_end < CONTEXT)
            head_end = CONTEXT;
    }
    if (tail) {
        tail_begin = size > CONTEXT ? size - CONTEXT : 0;
        is_whole = is_whole || memchr(data + tail_begin, 0, size - tail_begin) == NULL;
    }
    if (is_whole || head_end >= tail_begin)
        return buffer_add(out, data, size);
    return buffer_add(out, data, head_end) && buffer_add(out, CUT, sizeof CUT) &&
           buffer_add(out, data + tail_begin, size - tail_begin);
}

bool tree_excerpt(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                  size_t id_length, struct buffer *out, uint64_t *result_size)
{
    struct delta delta;
    struct step step, following;
    if (!delta_open(&delta, data, size, base, base_size))
        return false;
    *result_size = delta.result_size;
    bool settled = true; /* nothing that ends here can go on in what follows */
    enum next next = delta_next(&delta, &step), then;
    for (; next == NEXT_STEP; next = then, step = following) {
        then = delta_next(&delta, &following);
        if (!step.is_copy) {
            settled = id_length != NO_ID && step.size == id_length;
            if (!(settled ? add_id(out, step.data, step.size)
                          : buffer_add(out, step.data, step.size)))
                return false;
            continue;
        }
        bool before = settled;
        settled = then == NEXT_END || (then == NEXT_STEP && !following.is_copy &&
                                       id_length != NO_ID && following.size == id_length);
        if (!(before && settled) && !add_ends(out, step.data, step.size, !before, !settled))
            return false;
        settled = false;
    }
    return next == NEXT_END;
}

static bool is_octal(uint8_t byte)
{
    return byte >= '0' && byte <= '7';
}

/* Whether the mode of an entry is at ``at``, of which at least a byte can be read: ``MODE`` of trees.py. */
static bool is_mode(const uint8_t *at, size_t left)
{
    if (at[0] == '0') {
        at++;
        left--;
    }
    if (left < 6 || at[0] < '1' || at[0] > '7' || !is_octal(at[1]) || !is_octal(at[2]) || !is_octal(at[3]) ||
        !is_octal(at[4]))
        return false;
    return at[5] == ' ' || (is_octal(at[5]) && left > 6 && at[6] == ' ');
}

const uint8_t *tree_next_id(const uint8_t *at, const uint8_t *end, size_t id_length)
{
    while (at < end && (at = memchr(at, 0, (size_t)(end - at))) != NULL) {
        at++;
        if ((size_t)(end - at) < id_length + sizeof NEXT_ENTRY)
            return NULL;
        if (is_mode(at + id_length, (size_t)(end - at) - id_length))
            return at;
    }
    return NULL;
}

bool tree_is_usual(const uint8_t *data, size_t size, size_t id_length)
{
    const uint8_t *at = data, *end = data + size;
    while (at < end) {
        if (!is_mode(at, (size_t)(end - at)))
            return false;
        const uint8_t *name = (const uint8_t *)memchr(at, ' ', (size_t)(end - at)) + 1;
        const uint8_t *name_end = memchr(name, 0, (size_t)(end - name));
        if (name_end == NULL || name_end == name || (size_t)(end - name_end) <= id_length)
            return false;
        at = name_end + 1 + id_length;
    }
    return true;
}

bool tree_change_ends_with_id(const uint8_t *data, size_t size, const uint8_t *base, size_t base_size,
                              size_t id_length)
{
    uint8_t last[LONGEST_OID + 1];
    size_t wanted = id_length + 1, kept = 0;
    struct delta delta;
    struct step step;
    enum next next;
    if (wanted > sizeof last || !delta_open(&delta, data, size, base, base_size))
        return false;
    while ((next = delta_next(&delta, &step)) == NEXT_STEP) {
        size_t taken = step.size < wanted ? step.size : wanted;
        size_t left = kept < wanted - taken ? kept : wanted - taken;
        memmove(last, last + kept - left, left);
        memcpy(last + left, step.data + step.size - taken, taken);
        kept = left + taken;
    }
    return next == NEXT_END && (kept == 0 || (kept == wanted && last[0] == 0));
}
