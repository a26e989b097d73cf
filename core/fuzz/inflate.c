/* Fuzzes inflating, with zlib as the oracle: both take the same streams, and make the same of them. */
#include <string.h>
#include <zlib.h>

#include "../inflate.h"

enum { LARGEST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct inflater inflater;
    static uint8_t expected[LARGEST], found[LARGEST + INFLATE_SLACK];
    z_stream stream = {.next_in = (Bytef *)data, .avail_in = (uInt)size};
    stream.next_out = expected;
    stream.avail_out = LARGEST;
    if (inflateInit(&stream) != Z_OK)
        return 0;
    bool is_sound = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    size_t made = LARGEST - stream.avail_out;
    inflateEnd(&stream);
    if (inflate_exactly(&inflater, data, size, found, made) != is_sound && (is_sound || made < LARGEST))
        __builtin_trap();
    if (is_sound && memcmp(expected, found, made) != 0)
        __builtin_trap();
    if (made > 0 && inflate_exactly(&inflater, data, size, found, made - 1))
        __builtin_trap();
    return 0;
}
