/* The ids that commits begin with: gitformat-commit, "tree" and "parent". */
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

#endif
