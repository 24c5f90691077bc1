/* Sections: a thread's work on the table, undisturbed by its signals, and at a known cost. */
#ifndef SAMPLER_SECTION_H
#define SAMPLER_SECTION_H

#include "stack.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#pragma GCC visibility push(hidden)

/* A signal's handler may allocate too, and must not find the lock held by its own thread. */
struct section {
    uint64_t signals;
    uint64_t started_ns; /* 0 for one that isn't timed */
    int error;
};

/* False if the thread is in a section already, or if there is no table. */
bool section_enter(struct section *section);
void section_leave(const struct section *section);

/* Within a section: reads its stack, and locks the table. */
void section_read_stack(struct sampler_stack *stack);
void section_lock(void);
void section_unlock(void);

uint64_t sampler_now_ns(clockid_t clock);
/* Returns the thread's next random number. */
uint64_t sampler_random(void);

#pragma GCC visibility pop

#endif
