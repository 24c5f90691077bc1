/*
 * The stack of a thread of another process, by libunwind-ptrace. That library is loaded when it is
 * first needed: a machine without it gets the innermost frame only.
 */
#ifndef CUNWIND_H
#define CUNWIND_H

/* No other system header: what it declares would belong to this module instead of the C library's. */
#include <stdint.h>

/* How a stack was read. */
enum cunwind_extent {
    CUNWIND_WHOLE,      /* to its outermost frame */
    CUNWIND_CUT,        /* up to the capacity, the deadline or a frame that nothing describes */
    CUNWIND_LEAF,       /* the innermost frame: there is no unwinder */
};

/* Reads the stack of a thread that the calling thread traces and that is stopped, innermost first.
   Each address lies behind the one that is meant, as a return address does. Stops at `capacity`
   addresses, and when CLOCK_MONOTONIC reaches `deadline_ns`. Returns how many there are, or -errno. */
int cunwind_read(
    int32_t thread, uint64_t *_Nonnull addresses, int capacity, int64_t deadline_ns,
    enum cunwind_extent *_Nonnull extent);

/* Whether the unwinder is there. */
int cunwind_is_available(void);

#endif
