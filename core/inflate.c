#include "inflate.h"

#include <string.h>

static const uint8_t LENGTH_ORDER[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

/* The bits of a stream, the next one lowest. Behind its end are zeros, which are counted. */
struct bits {
    const uint8_t *at, *end;
    uint64_t held;
    unsigned count;
    unsigned made_up; /* bytes of zeros */
};

static inline uint64_t load_little(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

/* Makes at least 56 bits ready. */
static inline void refill(struct bits *bits)
{
    if (bits->end - bits->at >= 8) {
        bits->held |= load_little(bits->at) << bits->count;
        bits->at += (63 - bits->count) >> 3;
        bits->count |= 56;
        return;
    }
    while (bits->count < 56) {
        if (bits->at < bits->end)
            bits->held |= (uint64_t)*bits->at++ << bits->count;
        else
            bits->made_up++;
        bits->count += 8;
    }
}

static inline unsigned take(struct bits *bits, unsigned count)
{
    unsigned value = (unsigned)(bits->held & ((UINT64_C(1) << count) - 1));
    bits->held >>= count;
    bits->count -= count;
    return value;
}

/* Whether bits were taken that the stream does not have. */
static inline bool ran_out(const struct bits *bits)
{
    return bits->made_up * 8 > bits->count;
}

/* The code that is known to all. RFC 1951, 3.2.6. */
static const struct tables *fixed_tables(struct inflater *inflater)
{
    uint8_t *lengths = inflater->lengths;
    if (!inflater->has_fixed) {
        memset(lengths, 8, 144);
        memset(lengths + 144, 9, 112);
        memset(lengths + 256, 7, 24);
        memset(lengths + 280, 8, 8);
        inflater->has_fixed = huffman_literals(&inflater->fixed, lengths, LITERAL_SYMBOLS);
        memset(lengths, 5, DISTANCE_SYMBOLS);
        inflater->has_fixed &= huffman_distances(&inflater->fixed, lengths, DISTANCE_SYMBOLS);
    }
    return inflater->has_fixed ? &inflater->fixed : NULL;
}

/* The code that a block brings. RFC 1951, 3.2.7. */
static const struct tables *own_tables(struct inflater *inflater, struct bits *bits)
{
    struct tables *own = &inflater->own;
    uint8_t *lengths = inflater->lengths;
    refill(bits);
    int literals = (int)take(bits, 5) + 257, distances = (int)take(bits, 5) + 1;
    int count = (int)take(bits, 4) + 4;
    if (literals > MOST_LITERALS || distances > MOST_DISTANCES)
        return NULL;
    uint8_t order[LENGTH_SYMBOLS] = {0};
    for (int each = 0; each < count; each++) {
        refill(bits);
        order[LENGTH_ORDER[each]] = (uint8_t)take(bits, 3);
    }
    if (!huffman_lengths(own, order))
        return NULL;
    for (int number = 0; number < literals + distances;) {
        refill(bits);
        struct code code = own->literals[bits->held & ((1u << own->literal_bits) - 1)];
        take(bits, code.bits);
        int repeat = 1;
        uint8_t length = (uint8_t)code.value;
        if (code.value == 16) {
            if (number == 0)
                return NULL;
            length = lengths[number - 1];
            repeat = 3 + (int)take(bits, 2);
        } else if (code.value > 16) {
            length = 0;
            repeat = code.value == 17 ? 3 + (int)take(bits, 3) : 11 + (int)take(bits, 7);
        }
        if (repeat > literals + distances - number || ran_out(bits))
            return NULL;
        memset(lengths + number, length, (size_t)repeat);
        number += repeat;
    }
    bool is_sound = huffman_literals(own, lengths, literals) &&
                    huffman_distances(own, lengths + literals, distances);
    return is_sound ? own : NULL;
}

/* Copies a match, up to 31 bytes further than asked for: that is what the slack is for. */
static inline void copy_match(uint8_t *out, size_t distance, size_t length)
{
    const uint8_t *from = out - distance;
    uint8_t *end = out + length;
    if (distance >= 8) {
        do {
            memcpy(out, from, 8);
            out += 8;
            from += 8;
        } while (out < end);
    } else if (distance == 1) {
        memset(out, *from, length);
    } else {
        while (out < end)
            *out++ = *from++;
    }
}

/* The whole of a code that begins with ``code``, whose first ``root_bits`` bits were looked up. */
static inline struct code followed(struct code code, const struct code *table, uint64_t held, unsigned root_bits)
{
    if (code.kind == CODE_GOES_ON)
        code = table[code.value + ((size_t)(held >> root_bits) & ((1u << code.bits) - 1))];
    return code;
}

/* Undoes a block's codes; NULL if it is damaged or does not fit, else where the output goes on. */
static uint8_t *read_codes(const struct tables *tables, struct bits *stream, const uint8_t *start,
                           uint8_t *out, const uint8_t *end)
{
    const struct code *literals = tables->literals, *distances = tables->distances;
    const unsigned literal_bits = tables->literal_bits, distance_bits = tables->distance_bits;
    const uint64_t literal_mask = (UINT64_C(1) << literal_bits) - 1;
    const uint64_t distance_mask = (UINT64_C(1) << distance_bits) - 1;
    struct bits bits = *stream; /* a copy, which no output can change */
    for (;;) {
        refill(&bits);
        if (ran_out(&bits))
            return NULL;
        struct code code = literals[bits.held & literal_mask];
        /* Two literals, and what is behind them up to the bits of a distance, are ready: that is 20 of the
           56 bits, and 20 more. */
        if (code.kind == CODE_LITERAL && end - out > 2) {
            take(&bits, code.bits);
            *out++ = (uint8_t)code.value;
            code = literals[bits.held & literal_mask];
            if (code.kind == CODE_LITERAL) {
                take(&bits, code.bits);
                *out++ = (uint8_t)code.value;
                code = literals[bits.held & literal_mask];
            }
            if (code.kind == CODE_LITERAL) {
                take(&bits, code.bits);
                *out++ = (uint8_t)code.value;
                continue;
            }
        }
        code = followed(code, literals, bits.held, literal_bits);
        take(&bits, code.bits);
        if (code.kind == CODE_LITERAL) {
            if (out == end)
                return NULL;
            *out++ = (uint8_t)code.value;
            continue;
        }
        if (code.kind == CODE_END) {
            *stream = bits;
            return ran_out(&bits) ? NULL : out;
        }
        if (code.kind == CODE_INVALID)
            return NULL;
        size_t length = code.value + take(&bits, code.kind);
        refill(&bits);
        code = followed(distances[bits.held & distance_mask], distances, bits.held, distance_bits);
        if (code.kind == CODE_INVALID)
            return NULL;
        take(&bits, code.bits);
        size_t distance = code.value + take(&bits, code.kind);
        if (distance > (size_t)(out - start) || length > (size_t)(end - out))
            return NULL;
        copy_match(out, distance, length);
        out += length;
    }
}

/* Copies a block that is stored as it is, likewise. RFC 1951, 3.2.4. */
static uint8_t *read_stored(struct bits *bits, uint8_t *out, const uint8_t *end)
{
    take(bits, bits->count & 7);
    refill(bits);
    unsigned size = take(bits, 16);
    unsigned complement = take(bits, 16);
    if (size != (complement ^ 0xFFFF) || ran_out(bits))
        return NULL;
    bits->at -= bits->count / 8 - bits->made_up;
    bits->held = bits->count = bits->made_up = 0;
    if (size > (size_t)(bits->end - bits->at) || size > (size_t)(end - out))
        return NULL;
    memcpy(out, bits->at, size);
    bits->at += size;
    return out + size;
}

/* RFC 1950, 8.2. The inner loops are written so that compilers make them vectors. */
static uint32_t adler32(const uint8_t *data, size_t size)
{
    enum { BLOCK = 32, MOST = 5536, BASE = 65521 };
    uint32_t low = 1, high = 0;
    while (size > 0) {
        size_t part = size < MOST ? size : MOST;
        size -= part;
        for (; part >= BLOCK; part -= BLOCK, data += BLOCK) {
            uint32_t sum = 0, weighted = 0;
            for (uint32_t each = 0; each < BLOCK; each++) {
                sum += data[each];
                weighted += (BLOCK - each) * data[each];
            }
            high += BLOCK * low + weighted;
            low += sum;
        }
        for (; part > 0; part--) {
            low += *data++;
            high += low;
        }
        low %= BASE;
        high %= BASE;
    }
    return high << 16 | low;
}

bool inflate_exactly(struct inflater *inflater, const uint8_t *in, size_t in_size, uint8_t *out,
                     size_t size)
{
    enum { DEFLATE = 8, LARGEST_WINDOW = 7, DICTIONARY = 0x20 };
    if (in_size < 2 || (in[0] & 15) != DEFLATE || in[0] >> 4 > LARGEST_WINDOW ||
        (in[0] << 8 | in[1]) % 31 != 0 || (in[1] & DICTIONARY) != 0)
        return false;
    struct bits bits = {.at = in + 2, .end = in + in_size};
    uint8_t *at = out;
    bool is_last = false;
    while (!is_last) {
        refill(&bits);
        is_last = take(&bits, 1);
        unsigned type = take(&bits, 2);
        if (type == 0) {
            at = read_stored(&bits, at, out + size);
        } else {
            const struct tables *tables = type == 1   ? fixed_tables(inflater)
                                          : type == 2 ? own_tables(inflater, &bits)
                                                      : NULL;
            at = tables == NULL ? NULL : read_codes(tables, &bits, out, at, out + size);
        }
        if (at == NULL)
            return false;
    }
    if ((size_t)(at - out) != size)
        return false;
    take(&bits, bits.count & 7);
    refill(&bits);
    uint32_t sum = 0;
    for (int byte = 0; byte < 4; byte++)
        sum = sum << 8 | take(&bits, 8);
    return !ran_out(&bits) && sum == adler32(out, size);
}
