/*
 * The stack of a thread of another process, read by libunwind-ptrace. That library is loaded on
 * first use: without it, only the innermost frame is read.
 */
#ifndef CUNWIND_H
#define CUNWIND_H

/* No other system header: its declarations would belong to this module, not to the C library's. */
#include <stdint.h>

/* The extent to which a stack was read. */
enum cunwind_extent {
    CUNWIND_WHOLE,      /* to its outermost frame */
    CUNWIND_CUT,        /* up to the capacity, the deadline or a frame without unwind data */
    CUNWIND_LEAF,       /* only the innermost frame: the unwinder is not installed */
};

/* Reads the stack of a stopped thread that the calling thread traces, innermost first. Each address
   lies after the call, as a return address does. Stops at `capacity` addresses, and when
   CLOCK_MONOTONIC reaches `deadline_ns`. Returns the number of addresses, or -errno. */
int cunwind_read(
    int32_t thread, uint64_t *_Nonnull addresses, int capacity, int64_t deadline_ns,
    enum cunwind_extent *_Nonnull extent);

/* Whether the unwinder is installed. */
int cunwind_is_available(void);

#endif
