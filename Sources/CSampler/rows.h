/* Unwind rows: the locations of a caller's registers at one place in a function's code. They come
   from the unwind tables that compilers write into every program (.eh_frame). */
#ifndef SAMPLER_ROWS_H
#define SAMPLER_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* The function's register from which its caller's are computed. */
enum { ROW_UNKNOWN, ROW_OF_STACK_POINTER, ROW_OF_FRAME_POINTER, ROW_OUTERMOST };

/* The canonical frame address, CFA, is the caller's stack pointer after the return; the return
   address lies directly below it. */
struct sampler_row {
    uint8_t kind;
    bool saves_frame_pointer;
    int16_t frame_pointer_offset; /* where it is saved, from the CFA */
    int32_t offset;               /* of the CFA from the register that the kind names */
};

/* Returns the row of the code at an address. Its kind is ROW_UNKNOWN if the tables have none in
   this simple form, which requires a full unwinder. Safe in a signal's handler. */
struct sampler_row sampler_row_at(uint64_t address);

/* Discards the rows of unloaded libraries: another may take their addresses. */
void sampler_rows_forget(void);

#pragma GCC visibility pop

#endif
