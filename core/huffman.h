/* Huffman codes of deflate, as tables that a code is looked up in. RFC 1951, 3.2.2 and 3.2.5. */
#ifndef KEYGUARD_HUFFMAN_H
#define KEYGUARD_HUFFMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* Kinds of codes; what is less is the number of extra bits of a length or distance. */
    CODE_LITERAL = 16,
    CODE_END = 32,
    CODE_GOES_ON = 64,
    CODE_INVALID = 128,

    LITERAL_SYMBOLS = 288,
    DISTANCE_SYMBOLS = 32,
    LENGTH_SYMBOLS = 19,
    MOST_LITERALS = 286,
    MOST_DISTANCES = 30,

    LITERAL_BITS = 10, /* of a code that are looked up at once */
    DISTANCE_BITS = 8,
    /* Longer codes, of up to 15 bits, go on in further tables. Each holds two symbols or more, of 286
       and 30. */
    LITERAL_ROOM = (1 << LITERAL_BITS) + 143 * (1 << (15 - LITERAL_BITS)),
    DISTANCE_ROOM = (1 << DISTANCE_BITS) + 15 * (1 << (15 - DISTANCE_BITS)),
};

struct code {
    uint16_t value; /* a literal, the least length or distance, or where a longer code goes on */
    uint8_t bits;   /* of the code; if it goes on, of the table there */
    uint8_t kind;   /* one of the kinds above, or the number of extra bits */
};

/* What undoes the two codes of a block. */
struct tables {
    struct code literals[LITERAL_ROOM];
    struct code distances[DISTANCE_ROOM];
    unsigned literal_bits, distance_bits; /* that are looked up at once */
};

/* The tables of a code of literals and lengths, of distances, or of the bits of codes themselves, from the
   bits of each symbol's code. False if these are the bits of no complete code; a code of a single distance or
   none will do, as for zlib. */
bool huffman_literals(struct tables *tables, const uint8_t *lengths, int symbols);
bool huffman_distances(struct tables *tables, const uint8_t *lengths, int symbols);
bool huffman_lengths(struct tables *tables, const uint8_t *lengths);

#endif
