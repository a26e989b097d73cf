/* Runs a fuzz target on the inputs that are kept: replay FILE... Each file is a list of inputs, with the size
   of each, 4 bytes, the lowest first, in front of it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int count, char **names)
{
    for (int each = 1; each < count; each++) {
        FILE *file = fopen(names[each], "rb");
        uint8_t head[4];
        if (file == NULL)
            return 2;
        while (fread(head, 1, sizeof head, file) == sizeof head) {
            size_t size = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
            uint8_t *data = malloc(size); /* no more than that, so that nothing behind it is read */
            if ((data == NULL && size > 0) || fread(data, 1, size, file) != size)
                return 2;
            LLVMFuzzerTestOneInput(data, size);
            free(data);
        }
        fclose(file);
    }
    return 0;
}
