#include "header.h"

#include <string.h>

static int digit_of(uint8_t character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

/* Reads a line of a word, with the space behind it, and an id in hexadecimal. */
static bool read_line(const char *word, const uint8_t **at, const uint8_t *end, size_t id_length, uint8_t *id)
{
    size_t length = strlen(word);
    if ((size_t)(end - *at) < length + 2 * id_length + 1 || memcmp(*at, word, length) != 0)
        return false;
    const uint8_t *digits = *at + length;
    for (size_t each = 0; each < id_length; each++) {
        int high = digit_of(digits[2 * each]), low = digit_of(digits[2 * each + 1]);
        if (high < 0 || low < 0)
            return false;
        id[each] = (uint8_t)(high << 4 | low);
    }
    if (digits[2 * id_length] != '\n')
        return false;
    *at = digits + 2 * id_length + 1;
    return true;
}

bool header_first(const uint8_t **at, const uint8_t *end, size_t id_length, uint8_t *id)
{
    return read_line("tree ", at, end, id_length, id) || read_line("object ", at, end, id_length, id);
}

bool header_parent(const uint8_t **at, const uint8_t *end, size_t id_length, uint8_t *id)
{
    return read_line("parent ", at, end, id_length, id);
}
