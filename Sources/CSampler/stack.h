/* The calling thread's stack, without the sampler's own frames. */
#ifndef SAMPLER_STACK_H
#define SAMPLER_STACK_H

#include "table.h"

/* Finds the sampler's own library, whose frames are left out, and warms the unwinder up. */
void sampler_stack_start(void);

/* Reads the stack by rows of the unwind tables that are kept from earlier stacks, or where one doesn't do, by the
   unwinder. Whether it was without the unwinder. */
bool sampler_stack_read(struct sampler_stack *stack);

/* Whether the unwinder reads the same stack. */
bool sampler_stack_is_unwinders(const struct sampler_stack *stack);

#endif
