/* Bytes that grow as they are written, and shared content that is freed by whoever drops it last. */
#ifndef KEYGUARD_BUFFER_H
#define KEYGUARD_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *data;
    size_t size;
    size_t room;
};

/* Makes room for so many more bytes. False if there is no memory for them. */
bool buffer_reserve(struct buffer *buffer, size_t more);
bool buffer_add(struct buffer *buffer, const void *data, size_t size);
void buffer_free(struct buffer *buffer);
/* Makes room for one more of ``count`` rows, of which ``room`` fit. False if there is no memory for it. */
bool buffer_grow(void **rows, size_t count, size_t *room, size_t row_size);

/* Content that several hold at a time. */
struct content {
    size_t refs;
    size_t size;
    uint8_t data[];
};

/* Content of ``size`` bytes, held once. NULL if there is no memory for it. */
struct content *content_new(uint64_t size);
struct content *content_hold(struct content *content);
/* Does nothing with NULL. */
void content_drop(struct content *content);

#endif
