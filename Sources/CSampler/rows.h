/* Unwind rows: where a function keeps its caller's registers, at one place of its code. They come from the
   unwind tables that compilers write into every program (.eh_frame). */
#ifndef SAMPLER_ROWS_H
#define SAMPLER_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* Which of a function's registers its caller's are found from. */
enum { ROW_UNKNOWN, ROW_OF_STACK_POINTER, ROW_OF_FRAME_POINTER, ROW_OUTERMOST };

/* The canonical frame address, CFA, is what the stack pointer is again in the caller; the return address lies
   right below it. */
struct sampler_row {
    uint8_t kind;
    bool saves_frame_pointer;
    int16_t frame_pointer_offset; /* where it is saved, from the CFA */
    int32_t offset;               /* of the CFA from the register that the kind names */
};

/* The row of the code at an address. It is of the kind ROW_UNKNOWN where the tables have none that is
   as simple as the above: then only a full unwinder will do. Safe in a signal's handler. */
struct sampler_row sampler_row_at(uint64_t address);

/* Forgets the rows of libraries that are gone: another may take their addresses. */
void sampler_rows_forget(void);

#pragma GCC visibility pop

#endif
