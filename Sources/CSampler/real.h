/*
 * The allocator behind the sampler: the functions that the program would have called without it.
 */
#ifndef SAMPLER_REAL_H
#define SAMPLER_REAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

struct sampler_real {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
    void *(*memalign)(size_t, size_t);
    void *(*aligned_alloc)(size_t, size_t);
    int (*posix_memalign)(void **, size_t, size_t);
    size_t (*usable_size)(void *);
    /* jemalloc's own functions; NULL with other allocators. */
    size_t (*nallocx)(size_t, int); /* only where malloc is jemalloc's */
    void *(*mallocx)(size_t, int);
    void *(*rallocx)(void *, size_t, int);
    size_t (*xallocx)(void *, size_t, size_t, int);
    void (*dallocx)(void *, int);
    void (*sdallocx)(void *, size_t, int);
};

extern struct sampler_real sampler_real;

/* Finds the functions, once. Until they are found, the loader's requests are served from a small
   pool of the sampler's own. */
void sampler_real_find(void);

/* Returns the next definition of a symbol after the sampler's; NULL if there is none. */
void *sampler_real_symbol(const char *name);

/* The memory range of a library, as [start, end). */
struct sampler_library {
    uintptr_t start, end;
};

/* Returns the library that holds an address; empty if there is none. */
struct sampler_library sampler_library_of(const void *address);

/* Returns the library of the allocator's malloc. */
struct sampler_library sampler_real_library(void);

static inline bool sampler_library_has(struct sampler_library library, const void *address) {
    return (uintptr_t)address - library.start < library.end - library.start;
}

/* --- The pool --- */

/* Returns zeroed memory that is never released; aborts once its 64 KiB are used. */
void *sampler_pool_allocate(size_t size, size_t alignment);
extern char sampler_pool[];
#define SAMPLER_POOL_BYTES 65536

static inline bool sampler_pool_has(const void *block) {
    return (uintptr_t)block - (uintptr_t)sampler_pool < SAMPLER_POOL_BYTES;
}

size_t sampler_pool_size(const void *block);

#pragma GCC visibility pop

#endif
