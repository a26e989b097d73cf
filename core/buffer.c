#include "buffer.h"

#include <stdlib.h>
#include <string.h>

enum { SMALLEST_ROOM = 256 };

bool buffer_reserve(struct buffer *buffer, size_t more)
{
    if (more <= buffer->room - buffer->size)
        return true;
    if (more > SIZE_MAX / 4 || buffer->size > SIZE_MAX / 4)
        return false;
    size_t room = 2 * buffer->size + more + SMALLEST_ROOM;
    uint8_t *data = realloc(buffer->data, room);
    if (data == NULL)
        return false;
    buffer->data = data;
    buffer->room = room;
    return true;
}

bool buffer_add(struct buffer *buffer, const void *data, size_t size)
{
    if (!buffer_reserve(buffer, size))
        return false;
    if (size > 0)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return true;
}

bool buffer_grow(void **rows, size_t count, size_t *room, size_t row_size)
{
    if (count < *room)
        return true;
    if (*room > SIZE_MAX / 4 / row_size)
        return false;
    size_t more = 2 * *room + 64;
    void *grown = realloc(*rows, more * row_size);
    if (grown == NULL)
        return false;
    *rows = grown;
    *room = more;
    return true;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

struct content *content_new(uint64_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    struct content *content = malloc(sizeof *content + (size_t)size);
    if (content != NULL) {
        content->refs = 1;
        content->size = (size_t)size;
    }
    return content;
}

struct content *content_hold(struct content *content)
{
    if (content != NULL)
        content->refs++;
    return content;
}

void content_drop(struct content *content)
{
    if (content != NULL && --content->refs == 0)
        free(content);
}
