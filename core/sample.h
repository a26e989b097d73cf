/* What is taken of an entry to be judged: its content, or what is around the change that it is. It is what
   ``_sample`` of keyguard/gitrepo/history/walk.py takes. */
#ifndef KEYGUARD_SAMPLE_H
#define KEYGUARD_SAMPLE_H

#include "walk.h"

/* Takes a sample of an entry. False, with nothing held, if the entry is damaged or too large, or if there is no
   memory for it. */
bool sample_take(struct walk *walk, const struct pending *pending, struct sample *sample);
/* Lets go of what a sample holds. */
void sample_drop(struct sample *sample);

#endif
