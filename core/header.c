#include "header.h"

#include <string.h>

enum { MOST_DIGITS = 18 }; /* of a number that fits */

static bool begins_with(const char *word, const uint8_t *at, const uint8_t *end)
{
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

static const uint8_t *find(char wanted, const uint8_t *at, const uint8_t *end)
{
    return at < end ? memchr(at, wanted, (size_t)(end - at)) : NULL;
}

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
    if (!begins_with(word, *at, end) || (size_t)(end - *at) < length + 2 * id_length + 1)
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

bool header_has_parent(const uint8_t *at, const uint8_t *end)
{
    return begins_with("parent ", at, end);
}

/* The number behind what is in angle brackets on a line, of which there is one pair. */
static int64_t number_behind_brackets(const uint8_t *line, const uint8_t *end)
{
    const uint8_t *opened = find('<', line, end), *closed = find('>', line, end);
    if (opened == NULL || closed == NULL || closed < opened || find('<', opened + 1, end) != NULL ||
        find('>', closed + 1, end) != NULL || !begins_with(" ", closed + 1, end))
        return NO_DATE;
    int64_t number = 0;
    const uint8_t *first = closed + 2, *at = first;
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        if (at - first == MOST_DIGITS)
            return NO_DATE;
        number = 10 * number + (*at - '0');
    }
    return at > first && begins_with(" ", at, end) ? number : NO_DATE;
}

int64_t header_date(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *author_end = begins_with("author ", at, end) ? find('\n', at, end) : NULL;
    if (author_end == NULL || !begins_with("committer ", author_end + 1, end))
        return NO_DATE;
    const uint8_t *stop = find('\n', author_end + 1, end);
    return stop == NULL ? NO_DATE : number_behind_brackets(author_end + 1, stop);
}
