/* The walk through trees of one pack: each entry inflated once, each delta applied once, and of each the
   text that is to be judged. What it does is what keyguard/gitrepo/history/walk.py says; what it can't
   read it leaves to that, which can say what is wrong. */
#ifndef KEYGUARD_WALK_H
#define KEYGUARD_WALK_H

#include "inflate.h"
#include "pack.h"

enum { NO_ENTRY = -1 };

/* The entries of a pack, a column each, as in ``DeltaForest``. All have ``count`` rows, but that there is
   one offset more, the end of the entries. */
struct forest {
    size_t count;
    const uint64_t *offsets;
    const uint8_t *lengths;
    const uint64_t *sizes;
    const int32_t *parents;
    const int32_t *first_children;
    const int32_t *next_siblings;
    const int64_t *weights;
};

/* How the objects of one kind are looked at: ``Policy`` of policies.py. */
struct policy {
    bool is_tree; /* what is judged of a delta is its ids and names, else what is around it */
    uint64_t shortest_base;
    uint32_t worth_a_sample;
    size_t context;
    size_t id_length; /* of a tree; NO_ID if no insertion is taken for an id */
};

/* The bounds of the walk, in bytes; WORTH_A_REACH, BATCH, LARGE and HELD of walk.py. */
struct bounds {
    uint32_t worth_a_reach;
    uint64_t batch, large, held;
};

/* An entry that is to be judged. */
struct waiting {
    int32_t number;
    bool is_large; /* it is judged alone */
    size_t start, size; /* its text, in ``texts`` if it is not large */
    struct content *whole; /* its text if it is large, or all of it */
    struct content *base, *delta; /* if its text is only what is around a change */
};

struct pending {
    int32_t number;
    int64_t weight;
    struct content *base;
};

enum flags { KNOWN = 1, SUSPECT = 2, SETTLED = 4 };

struct walk {
    struct pack *pack;
    const struct forest *forest;
    struct bounds bounds;
    struct policy policy;
    struct buffer between;
    uint8_t *flags; /* of each entry */
    struct inflater inflater;

    struct pending *pending;
    size_t pending_count, pending_room;
    struct waiting *waiting;
    size_t waiting_count, waiting_room;
    struct buffer texts; /* of those that wait and are not large, with ``between`` behind each */
    struct buffer around; /* of the one that is made just now */
    uint64_t batch, held;
    uint64_t objects, bytes;
    struct content *failed_base; /* of the entry that could not be read */
};

enum event {
    WALK_END,    /* all roots were read; less may wait than is judged at a time */
    WALK_BATCH,  /* enough waits */
    WALK_FAILED, /* ``number`` can't be read, nor what is made from it */
    WALK_NO_MEMORY,
};

/* False if there is no memory for it, like all that follow. */
bool walk_init(struct walk *walk, struct pack *pack, const struct forest *forest);
/* How what is read from now on is looked at, and what has to be behind each text. */
bool walk_use(struct walk *walk, const struct policy *policy, const uint8_t *between, size_t size);
/* Takes a root to be read next. False also if there is no such entry. */
bool walk_push(struct walk *walk, int32_t number);
/* Takes an entry whose content is told: it is judged, and what is made from it is read next. */
bool walk_give(struct walk *walk, int32_t number, const uint8_t *data, size_t size);
/* Reads until there is something to tell. */
enum event walk_advance(struct walk *walk, int32_t *number);
/* Forgets what waits. */
void walk_clear(struct walk *walk);
void walk_free(struct walk *walk);

#endif
