#include "inflate.h"

#include <string.h>

enum {
    /* Kinds of codes; what is less is the number of extra bits of a length or distance. */
    LITERAL = 16,
    END = 32,
    GOES_ON = 64,
    INVALID = 128,

    LONGEST_CODE = 15,
    LITERAL_SYMBOLS = 288,
    DISTANCE_SYMBOLS = 32,
    LENGTH_SYMBOLS = 19,
    END_OF_BLOCK = 256,
    MOST_LITERALS = 286,
    MOST_DISTANCES = 30,
};

static const uint16_t LENGTHS[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                   31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t LENGTH_EXTRA[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                       2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t DISTANCES[] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,
                                     33,  49,  65,  97,  129, 193,  257,  385,  513,  769,
                                     1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t DISTANCE_EXTRA[] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                         6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
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

static struct code code_of(int symbol, unsigned bits, bool is_distance)
{
    struct code code = {(uint16_t)symbol, (uint8_t)bits, LITERAL};
    if (is_distance) {
        bool is_known = symbol < MOST_DISTANCES;
        code.value = is_known ? DISTANCES[symbol] : 0;
        code.kind = is_known ? DISTANCE_EXTRA[symbol] : INVALID;
    } else if (symbol == END_OF_BLOCK) {
        code.kind = END;
    } else if (symbol > END_OF_BLOCK) {
        bool is_known = symbol < MOST_LITERALS;
        code.value = is_known ? LENGTHS[symbol - END_OF_BLOCK - 1] : 0;
        code.kind = is_known ? LENGTH_EXTRA[symbol - END_OF_BLOCK - 1] : INVALID;
    }
    return code;
}

static unsigned reversed(unsigned code, unsigned bits)
{
    unsigned result = 0;
    for (; bits > 0; bits--, code >>= 1)
        result = result << 1 | (code & 1);
    return result;
}

/* The tables of a Huffman code, from the bits of each symbol's code: how many bits are looked up at
   first, ``most`` or less. What is longer goes on in tables behind that. 0 if the lengths are those of
   no complete code; if it ``may_be_incomplete``, a code of one symbol or none will do, as for zlib. */
static unsigned make_tables(struct code *table, size_t room, unsigned most, const uint8_t *lengths,
                            int symbols, bool is_distance, bool may_be_incomplete)
{
    unsigned counts[LONGEST_CODE + 1] = {0};
    unsigned next[LONGEST_CODE + 2] = {0};
    unsigned used = 0, longest = 0;
    for (int symbol = 0; symbol < symbols; symbol++)
        counts[lengths[symbol]]++;
    counts[0] = 0;
    for (unsigned bits = 1; bits <= LONGEST_CODE; bits++) {
        next[bits + 1] = (next[bits] + counts[bits]) << 1;
        used = (used << 1) + counts[bits];
        if (used > 1u << bits)
            return 0;
        if (counts[bits] > 0)
            longest = bits;
    }
    bool is_complete = used == 1u << LONGEST_CODE;
    if (!is_complete && !(may_be_incomplete && longest <= 1))
        return 0;
    unsigned root_bits = longest < most ? (longest > 0 ? longest : 1) : most;
    size_t root_size = (size_t)1 << root_bits, end = root_size;
    size_t rest_size = longest > root_bits ? (size_t)1 << (longest - root_bits) : 0;
    if (!is_complete || rest_size > 0)
        for (size_t entry = 0; entry < root_size; entry++)
            table[entry] = (struct code){0, 1, INVALID};
    for (int symbol = 0; symbol < symbols; symbol++) {
        unsigned bits = lengths[symbol];
        if (bits == 0)
            continue;
        unsigned code = reversed(next[bits]++, bits);
        struct code entry = code_of(symbol, bits, is_distance);
        if (bits <= root_bits) {
            for (size_t each = code; each < root_size; each += (size_t)1 << bits)
                table[each] = entry;
            continue;
        }
        struct code *root = &table[code & (root_size - 1)];
        if (root->kind != GOES_ON) {
            if (end + rest_size > room)
                return 0;
            *root = (struct code){(uint16_t)end, (uint8_t)(longest - root_bits), GOES_ON};
            end += rest_size;
        }
        for (size_t each = code >> root_bits; each < rest_size; each += (size_t)1 << (bits - root_bits))
            table[root->value + each] = entry;
    }
    return root_bits;
}

static bool literal_tables(struct inflater *inflater, int symbols)
{
    inflater->literal_bits = make_tables(inflater->literals, LITERAL_ROOM, LITERAL_BITS,
                                         inflater->lengths, symbols, false, true);
    return inflater->literal_bits > 0 && inflater->lengths[END_OF_BLOCK] > 0;
}

static bool distance_tables(struct inflater *inflater, const uint8_t *lengths, int symbols)
{
    inflater->distance_bits = make_tables(inflater->distances, DISTANCE_ROOM, DISTANCE_BITS, lengths,
                                          symbols, true, true);
    return inflater->distance_bits > 0;
}

/* The code that is known to all. RFC 1951, 3.2.6. */
static bool fixed_tables(struct inflater *inflater)
{
    uint8_t *lengths = inflater->lengths;
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    if (!literal_tables(inflater, LITERAL_SYMBOLS))
        return false;
    memset(lengths, 5, DISTANCE_SYMBOLS);
    return distance_tables(inflater, lengths, DISTANCE_SYMBOLS);
}

/* The code that a block brings. RFC 1951, 3.2.7. */
static bool dynamic_tables(struct inflater *inflater, struct bits *bits)
{
    uint8_t *lengths = inflater->lengths;
    refill(bits);
    int literals = (int)take(bits, 5) + 257, distances = (int)take(bits, 5) + 1;
    int count = (int)take(bits, 4) + 4;
    if (literals > MOST_LITERALS || distances > MOST_DISTANCES)
        return false;
    uint8_t order[LENGTH_SYMBOLS] = {0};
    for (int each = 0; each < count; each++) {
        refill(bits);
        order[LENGTH_ORDER[each]] = (uint8_t)take(bits, 3);
    }
    struct code *table = inflater->literals;
    unsigned root_bits =
        make_tables(table, LITERAL_ROOM, LITERAL_BITS, order, LENGTH_SYMBOLS, false, false);
    if (root_bits == 0)
        return false;
    for (int number = 0; number < literals + distances;) {
        refill(bits);
        struct code code = table[bits->held & ((1u << root_bits) - 1)];
        take(bits, code.bits);
        int repeat = 1;
        uint8_t length = (uint8_t)code.value;
        if (code.value == 16) {
            if (number == 0)
                return false;
            length = lengths[number - 1];
            repeat = 3 + (int)take(bits, 2);
        } else if (code.value > 16) {
            length = 0;
            repeat = code.value == 17 ? 3 + (int)take(bits, 3) : 11 + (int)take(bits, 7);
        }
        if (repeat > literals + distances - number || ran_out(bits))
            return false;
        memset(lengths + number, length, (size_t)repeat);
        number += repeat;
    }
    return literal_tables(inflater, literals) &&
           distance_tables(inflater, lengths + literals, distances);
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

/* Undoes a block's codes; NULL if it is damaged or does not fit, else where the output goes on. */
static uint8_t *read_codes(const struct inflater *inflater, struct bits *bits, const uint8_t *start,
                           uint8_t *out, const uint8_t *end)
{
    const uint64_t literal_mask = ((uint64_t)1 << inflater->literal_bits) - 1;
    const uint64_t distance_mask = ((uint64_t)1 << inflater->distance_bits) - 1;
    for (;;) {
        refill(bits);
        if (ran_out(bits))
            return NULL;
        struct code code = inflater->literals[bits->held & literal_mask];
        if (code.kind == LITERAL) { /* three of them fit into 56 bits */
            if (end - out < 2)
                goto careful;
            take(bits, code.bits);
            *out++ = (uint8_t)code.value;
            code = inflater->literals[bits->held & literal_mask];
            if (code.kind == LITERAL) {
                take(bits, code.bits);
                *out++ = (uint8_t)code.value;
                continue;
            }
            refill(bits);
        }
    careful:
        if (code.kind == GOES_ON) {
            size_t rest = (size_t)(bits->held >> inflater->literal_bits) & ((1u << code.bits) - 1);
            code = inflater->literals[code.value + rest];
        }
        take(bits, code.bits);
        if (code.kind == LITERAL) {
            if (out == end)
                return NULL;
            *out++ = (uint8_t)code.value;
            continue;
        }
        if (code.kind == END)
            return ran_out(bits) ? NULL : out;
        if (code.kind == INVALID)
            return NULL;
        size_t length = code.value + take(bits, code.kind);
        code = inflater->distances[bits->held & distance_mask];
        if (code.kind == GOES_ON) {
            size_t rest = (size_t)(bits->held >> inflater->distance_bits) & ((1u << code.bits) - 1);
            code = inflater->distances[code.value + rest];
        }
        if (code.kind == INVALID)
            return NULL;
        take(bits, code.bits);
        size_t distance = code.value + take(bits, code.kind);
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
        if (type == 0)
            at = read_stored(&bits, at, out + size);
        else if (type == 3 || !(type == 1 ? fixed_tables(inflater) : dynamic_tables(inflater, &bits)))
            return false;
        else
            at = read_codes(inflater, &bits, out, at, out + size);
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
