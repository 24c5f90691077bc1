/*
 * The sampler: counts every block and records a few of them, with their stacks, in the process's
 * sample table.
 *
 * Each thread counts down the bytes that it allocates from a random start with an exponential
 * distribution, so that every byte has the same probability of being sampled. A block is counted by
 * its usable size.
 */
#ifndef SAMPLER_H
#define SAMPLER_H

#include "table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* The data that the hooks use on every call. */
struct sampler_local {
    int64_t countdown;              /* bytes until a block is sampled */
    struct sample_thread *counters; /* NULL before the thread's first call */
    int64_t flush_bytes;            /* how much may be pending */
    uint64_t interval;              /* that countdown was drawn for */
    uint64_t random;
    uint32_t thread;                /* its index in the table; 0 while it has none */
    bool is_busy;                   /* inside the sampler */
    bool is_inside;                 /* inside a function of the allocator that calls others of it */
    struct sample_thread own;       /* the counters of a thread without one in the table */
};

extern __thread struct sampler_local sampler_local
    __attribute__((tls_model("initial-exec")));

/* A page of its own, which the kernel zeroes in a forked child: that is not profiled. */
struct sampler_state {
    struct sample_table *table; /* NULL before the sampler has started, and if it never does */
    uint8_t padding[4096 - 8];
};

extern struct sampler_state sampler_state;

/* Until the sampler has decided whether to start, blocks are counted but not sampled. */
extern bool sampler_is_starting;

/* Whether anything is recorded. */
static inline bool sampler_is_active(void) {
    return __builtin_expect(sampler_state.table != NULL, 1) || sampler_is_starting;
}

/* Whether this call is counted. */
static inline bool sampler_is_on(void) { return sampler_is_active() && !sampler_local.is_inside; }

/* Starts to use a table, with the counts so far. False if a forked child could not be prevented
   from writing to it too. */
bool sampler_start(struct sample_table *table);

/* Decides never to start, because the process is not profiled. */
void sampler_stop(void);

/* --- The rare paths --- */

void sampler_begin_thread(void);
void sampler_sample(void *block, size_t size, size_t requested);
void sampler_forget(uint64_t address);
/* Moves a sample to another address; false if there is none at the old one. */
bool sampler_readdress(uint64_t address, uint64_t new_address);
void sampler_flush(void);
/* Records that private anonymous memory was mapped, or that any was unmapped. */
void sampler_map(void *start, size_t bytes, bool is_allocators);
void sampler_unmap(const void *start, size_t bytes);
/* Whether an address is in a known map. */
bool sampler_has_map(const void *address);
/* Records the maps from before there was a table. */
void sampler_map_early_ones(void);

/* --- On every call --- */

static inline void sampler_count(int64_t bytes) {
    struct sample_thread *counters = sampler_local.counters;
    int64_t pending = counters->pending_bytes + bytes;
    counters->pending_bytes = pending;
    if (pending > counters->pending_peak_bytes) counters->pending_peak_bytes = pending;
    int64_t most = sampler_local.flush_bytes;
    if (__builtin_expect(pending > most || pending < -most, 0)) sampler_flush();
}

/* Records an allocated block; only if sampler_is_on. The block is sampled before it is counted, so
   that a new peak finds it in the table. */
static inline void sampler_allocated(void *block, size_t size, size_t requested) {
    if (__builtin_expect(!sampler_local.counters, 0)) sampler_begin_thread();
    sampler_local.counters->allocation_count++;
    sampler_local.counters->allocated_bytes += size;
    sampler_local.countdown -= (int64_t)size;
    if (__builtin_expect(sampler_local.countdown < 0, 0)) sampler_sample(block, size, requested);
    sampler_count((int64_t)size);
}

/* Records that a block is about to be released: afterwards, its address may belong to another
   block. Only if sampler_is_on. */
static inline void sampler_released(uint64_t address, size_t size) {
    if (__builtin_expect(!sampler_local.counters, 0)) sampler_begin_thread();
    struct sample_table *table = sampler_state.table;
    if (table && sampler_table_may_have(table, address)) sampler_forget(address);
    sampler_count(-(int64_t)size);
}

static inline void sampler_releasing(const void *block, size_t size) {
    sampler_released((uintptr_t)block, size);
}

/* A block whose size changes. It is still held while the allocator copies it, when many programs
   are killed. Once it has moved, its old address may belong to another thread, so until then its
   sample has an address that no block can have. */
struct sampler_resize {
    uint64_t address, moving_address;
    size_t size;
    bool was_sampled;
};

/* Called before the request to the allocator. Only if sampler_is_on. */
static inline struct sampler_resize sampler_resizing(const void *block, size_t size) {
    uint64_t address = (uintptr_t)block;
    struct sampler_resize resize = {address, address | 1, size, false};
    struct sample_table *table = sampler_state.table;
    resize.was_sampled = table && sampler_table_may_have(table, address) &&
                         sampler_readdress(address, resize.moving_address);
    return resize;
}

/* Called afterwards; the new block must then be recorded. `was_released` is false if the allocator
   refused and the old block is unchanged. Only if sampler_is_on. */
static inline void sampler_resized(const struct sampler_resize *resize, bool was_released) {
    if (was_released) {
        sampler_released(resize->moving_address, resize->size);
    } else if (resize->was_sampled) {
        sampler_readdress(resize->moving_address, resize->address);
    }
}

#pragma GCC visibility pop

#endif
