#include "inflate.h"

#ifdef KEYGUARD_LIBDEFLATE

#include <libdeflate.h>

const char *const inflate_library = "libdeflate";

bool inflater_init(struct inflater *inflater)
{
    inflater->state = libdeflate_alloc_decompressor();
    return inflater->state != NULL;
}

void inflater_free(struct inflater *inflater)
{
    libdeflate_free_decompressor(inflater->state);
}

bool inflate_exactly(struct inflater *inflater, const uint8_t *in, size_t in_size, uint8_t *out,
                     size_t size)
{
    size_t used;
    return libdeflate_zlib_decompress_ex(inflater->state, in, in_size, out, size, &used, NULL) ==
           LIBDEFLATE_SUCCESS;
}

#else

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

const char *const inflate_library = "zlib";

bool inflater_init(struct inflater *inflater)
{
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream != NULL && inflateInit(stream) != Z_OK) {
        free(stream);
        stream = NULL;
    }
    inflater->state = stream;
    return stream != NULL;
}

void inflater_free(struct inflater *inflater)
{
    if (inflater->state != NULL)
        inflateEnd(inflater->state);
    free(inflater->state);
}

/* As much of what is left as zlib takes at a time. */
static uInt part_of(size_t left)
{
    return left < UINT_MAX ? (uInt)left : UINT_MAX;
}

bool inflate_exactly(struct inflater *inflater, const uint8_t *in, size_t in_size, uint8_t *out,
                     size_t size)
{
    z_stream *stream = inflater->state;
    int result = inflateReset(stream);
    stream->next_in = (Bytef *)(uintptr_t)in; /* which zlib does not change */
    stream->next_out = out;
    stream->avail_in = stream->avail_out = 0;
    while (result == Z_OK) {
        size_t in_left = in_size - (size_t)(stream->next_in - in);
        size_t out_left = size - (size_t)(stream->next_out - out);
        stream->avail_in = part_of(in_left);
        stream->avail_out = part_of(out_left);
        result = inflate(stream, Z_NO_FLUSH); /* Z_BUF_ERROR if it gets no further */
    }
    return result == Z_STREAM_END && stream->next_out == out + size;
}

#endif
