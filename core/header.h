/* What commits begin with: gitformat-commit, "tree", "parent", "author" and "committer". */
#ifndef KEYGUARD_HEADER_H
#define KEYGUARD_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the line of the tree of a commit, or of the object of a tag, and moves on behind it. False if there is
   none; ``id`` gets the binary id. */
bool header_first(const uint8_t **at, const uint8_t *end, size_t id_length, uint8_t *id);
/* The same for the next parent. */
bool header_parent(const uint8_t **at, const uint8_t *end, size_t id_length, uint8_t *id);
/* Whether a line of a parent begins here, readable or not. */
bool header_has_parent(const uint8_t *at, const uint8_t *end);

enum { NO_DATE = -1 };

/* When it was committed, in seconds since 1970, by the lines behind those of the parents; ``NO_DATE`` if they
   are not written as git writes them. */
int64_t header_date(const uint8_t *at, const uint8_t *end);

#endif
