/* The walk through trees of one pack: each entry inflated once, each delta applied once, and of each the
   text that is to be judged. What it does is what keyguard/gitrepo/history/walk.py says; what it can't
   read it leaves to that, which can say what is wrong. */
#ifndef KEYGUARD_WALK_H
#define KEYGUARD_WALK_H

#include "batch.h"
#include "inflate.h"
#include "pack.h"

enum {
    NO_ENTRY = -1,
    BLOB = 3,
    KINDS = 5, /* of commits, trees, blobs and tags, from 1 on */
};

/* The entries of a pack, a column each, as in ``DeltaForest``. All have ``count`` rows, but that there is
   one offset more, the end of the entries. */
struct forest {
    size_t count;
    const uint64_t *offsets;
    const uint8_t *lengths;
    const uint8_t *kinds; /* of a root */
    const uint64_t *sizes;
    const int32_t *parents;
    const int32_t *first_children;
    const int32_t *next_siblings;
    const int64_t *weights;
};

/* The bounds of the walk, in bytes: WORTH_A_REACH, BATCH, LARGE and HELD of walk.py and batch.py, and
   ``LargeEntries.most``. */
struct bounds {
    uint32_t worth_a_reach;
    uint64_t batch, large, held, most;
};

struct pending {
    int32_t number;
    uint8_t kind;
    int64_t weight;
    struct content *base;
};

enum flags { KNOWN = 1, SUSPECT = 2, SETTLED = 4, LEFT_OUT = 8 };

struct walk {
    struct pack *pack;
    const struct forest *forest;
    struct bounds bounds;
    uint8_t *flags; /* of each entry */
    struct inflater inflater;

    struct pending *pending;
    size_t pending_count, pending_room;
    struct batch batches[KINDS];
    struct buffer around; /* the text of the entry that is read just now */
    struct content *failed_base; /* of the entry that could not be read */
};

enum event {
    WALK_END,    /* all roots were read; less may wait than is judged at a time */
    WALK_BATCH,  /* enough waits of the kind ``number`` */
    WALK_FAILED, /* ``number`` can't be read, or is not to be held; nor what is made from it */
    WALK_NO_MEMORY,
};

/* False if there is no memory for it, like all that follow. */
bool walk_init(struct walk *walk, struct pack *pack, const struct forest *forest);
/* How what is read of a kind from now on is looked at, and what has to be behind each text. False also if
   there is no such kind. */
bool walk_use(struct walk *walk, unsigned kind, const struct policy *policy, const uint8_t *between,
              size_t size);
/* Takes a root to be read next. False also if there is no such entry, or it has no kind. */
bool walk_push(struct walk *walk, int32_t number);
/* Takes an entry whose content is told: it is judged, and what is made from it is read next. */
bool walk_give(struct walk *walk, int32_t number, const uint8_t *data, size_t size);
/* Reads until there is something to tell. */
enum event walk_advance(struct walk *walk, int32_t *number);
/* The first of a batch from ``place`` on that is wanted, or is a change to what is suspect by now; the number
   of those that wait if there is none. */
size_t walk_next(const struct walk *walk, const struct batch *batch, size_t place);
void walk_free(struct walk *walk);

#endif
