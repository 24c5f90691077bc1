/* The calling thread's stack, without the sampler's own frames. */
#ifndef SAMPLER_STACK_H
#define SAMPLER_STACK_H

#include "table.h"

/* Finds the sampler's own library, whose frames are left out, and warms the unwinder up. */
void sampler_stack_start(void);

void sampler_stack_read(struct sampler_stack *stack);

#endif
