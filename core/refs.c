#include "refs.h"

bool refs_flagged(const struct refs *refs, const uint8_t *flags, size_t flag_count, struct buffer *named,
                  struct buffer *trees)
{
    size_t tree = 0, ended = named->size;
    for (size_t each = 0; each < refs->named_count && tree < refs->tree_count; each++) {
        int32_t number = refs->named[each];
        if (number == refs->end) {
            if (named->size > ended) {
                if (!buffer_add(named, &number, sizeof number) ||
                    !buffer_add(trees, &refs->trees[tree], sizeof number))
                    return false;
                ended = named->size;
            }
            tree++;
        } else if (number >= 0 && (size_t)number < flag_count && flags[number] != 0 &&
                   !buffer_add(named, &number, sizeof number)) {
            return false;
        }
    }
    named->size = ended;
    return true;
}
