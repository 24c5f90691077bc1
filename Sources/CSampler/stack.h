/* The calling thread's stack, without the sampler's own frames. */
#ifndef SAMPLER_STACK_H
#define SAMPLER_STACK_H

#include "table.h"

/* Finds the sampler's own library, whose frames are left out, and warms up the unwinder. */
void sampler_stack_start(void);

/* Reads the stack by cached rows of the unwind tables, or by the unwinder if a row is insufficient.
   Returns whether the unwinder was not needed. */
bool sampler_stack_read(struct sampler_stack *stack);

/* Whether the unwinder reads the same stack. */
bool sampler_stack_is_unwinders(const struct sampler_stack *stack);

#endif
