/* Entries of one kind that wait to be judged together. */
#ifndef KEYGUARD_BATCH_H
#define KEYGUARD_BATCH_H

#include "buffer.h"

/* How the objects of one kind are looked at: ``Policy`` of policies.py. */
struct policy {
    bool is_tree; /* what is judged of a delta is its ids and names, else what is around it */
    uint64_t shortest_base;
    uint32_t worth_a_sample;
    size_t context;
    size_t id_length; /* of a tree; NO_ID if no insertion is taken for an id */
};

/* What is judged of an entry: ``Sample`` of policies.py. */
struct sample {
    const uint8_t *text;
    size_t text_size;
    uint64_t size;
    struct content *base, *delta; /* the change, if the text is only what is around it */
    struct content *whole;        /* if it was put together */
};

/* An entry that is to be judged. */
struct waiting {
    int32_t number;
    bool is_large;         /* it is judged alone */
    bool is_wanted;        /* it is to be looked at, whatever its base is */
    size_t start, size;    /* its text, in ``texts`` if it is not large */
    struct content *whole; /* its text, if it is large */
    struct content *base, *delta; /* if its text is only what is around a change */
};

/* What of one kind waits to be judged together. */
struct batch {
    struct policy policy;
    struct buffer between; /* has to be behind each text */
    struct waiting *waiting;
    size_t count, room;
    struct buffer texts;     /* of those that are not large */
    uint64_t size, held;     /* bytes of all texts, and of the bases */
    uint64_t objects, bytes; /* that were read so far */
};

/* Whether all of a tree with so many bytes is checked that is made by a change: ``is_checked_whole`` of
   policies.py, and below it ``is_usual`` there. */
bool policy_checks_whole(const struct policy *policy, uint64_t size);
bool sample_is_usual(const struct policy *policy, const struct sample *sample);

/* Adds an entry, whose text is put apart if it has more than ``large`` bytes. False if there is no memory for
   it. */
bool batch_add(struct batch *batch, int32_t number, const struct sample *sample, uint64_t large);
/* Forgets what waits. */
void batch_clear(struct batch *batch);
void batch_free(struct batch *batch);

#endif
