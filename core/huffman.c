#include "huffman.h"

enum { LONGEST_CODE = 15, END_OF_BLOCK = 256 };

static const uint16_t LENGTHS[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                   31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t LENGTH_EXTRA[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                       2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t DISTANCES[] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,
                                     33,  49,  65,  97,  129, 193,  257,  385,  513,  769,
                                     1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t DISTANCE_EXTRA[] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                         6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

static struct code code_of(int symbol, unsigned bits, bool is_distance)
{
    struct code code = {(uint16_t)symbol, (uint8_t)bits, CODE_LITERAL};
    if (is_distance) {
        bool is_known = symbol < MOST_DISTANCES;
        code.value = is_known ? DISTANCES[symbol] : 0;
        code.kind = is_known ? DISTANCE_EXTRA[symbol] : CODE_INVALID;
    } else if (symbol == END_OF_BLOCK) {
        code.kind = CODE_END;
    } else if (symbol > END_OF_BLOCK) {
        bool is_known = symbol < MOST_LITERALS;
        code.value = is_known ? LENGTHS[symbol - END_OF_BLOCK - 1] : 0;
        code.kind = is_known ? LENGTH_EXTRA[symbol - END_OF_BLOCK - 1] : CODE_INVALID;
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
            table[entry] = (struct code){0, 1, CODE_INVALID};
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
        if (root->kind != CODE_GOES_ON) {
            if (end + rest_size > room)
                return 0;
            *root = (struct code){(uint16_t)end, (uint8_t)(longest - root_bits), CODE_GOES_ON};
            end += rest_size;
        }
        for (size_t each = code >> root_bits; each < rest_size; each += (size_t)1 << (bits - root_bits))
            table[root->value + each] = entry;
    }
    return root_bits;
}

bool huffman_literals(struct tables *tables, const uint8_t *lengths, int symbols)
{
    tables->literal_bits =
        make_tables(tables->literals, LITERAL_ROOM, LITERAL_BITS, lengths, symbols, false, true);
    return tables->literal_bits > 0 && lengths[END_OF_BLOCK] > 0;
}

bool huffman_distances(struct tables *tables, const uint8_t *lengths, int symbols)
{
    tables->distance_bits =
        make_tables(tables->distances, DISTANCE_ROOM, DISTANCE_BITS, lengths, symbols, true, true);
    return tables->distance_bits > 0;
}

bool huffman_lengths(struct tables *tables, const uint8_t *lengths)
{
    tables->literal_bits = make_tables(tables->literals, LITERAL_ROOM, LITERAL_BITS, lengths,
                                       LENGTH_SYMBOLS, false, false);
    return tables->literal_bits > 0;
}
