/* The instructions of the unwind tables, which lead from row to row through a function's code. */
#ifndef SAMPLER_INSTRUCTIONS_H
#define SAMPLER_INSTRUCTIONS_H

#include "cursor.h"
#include "rows.h"

#pragma GCC visibility push(hidden)

/* Register numbers in DWARF for x86-64. */
#define COLUMN_FRAME_POINTER 6
#define COLUMN_STACK_POINTER 7
#define COLUMN_RETURN_ADDRESS 16

struct instructions {
    struct cursor common; /* those that all functions start with */
    struct cursor own;    /* the function's own */
    uint64_t code_alignment;
    int64_t data_alignment;
    uint64_t distance;    /* of the code that is asked for, from the function's start */
};

struct sampler_row instructions_run(const struct instructions *program);

#pragma GCC visibility pop

#endif
