/* `allocate`: allocates 1 MiB with the named function, and releases it unless `--keep` is given.
   Functions that only some allocators have are weak symbols. */
#define _GNU_SOURCE
#include "selftest.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define WEAK __attribute__((weak))
extern void *mallocx(size_t, int) WEAK;
extern void *rallocx(void *, size_t, int) WEAK;
extern size_t xallocx(void *, size_t, size_t, int) WEAK;
extern void dallocx(void *, int) WEAK;
extern void sdallocx(void *, size_t, int) WEAK;
extern void free_sized(void *, size_t) WEAK;
extern void free_aligned_sized(void *, size_t, size_t) WEAK;
extern void *_Znwm(size_t) WEAK;
extern void *_Znam(size_t) WEAK;
extern void *_ZnwmRKSt9nothrow_t(size_t, const void *) WEAK;
extern void *_ZnamRKSt9nothrow_t(size_t, const void *) WEAK;
extern void *_ZnwmSt11align_val_t(size_t, size_t) WEAK;
extern void *_ZnamSt11align_val_t(size_t, size_t) WEAK;
extern void *_ZnwmSt11align_val_tRKSt9nothrow_t(size_t, size_t, const void *) WEAK;
extern void *_ZnamSt11align_val_tRKSt9nothrow_t(size_t, size_t, const void *) WEAK;
extern void _ZdlPv(void *) WEAK;
extern void _ZdaPv(void *) WEAK;
extern void _ZdlPvRKSt9nothrow_t(void *, const void *) WEAK;
extern void _ZdaPvRKSt9nothrow_t(void *, const void *) WEAK;
extern void _ZdlPvm(void *, size_t) WEAK;
extern void _ZdaPvm(void *, size_t) WEAK;
extern void _ZdlPvSt11align_val_t(void *, size_t) WEAK;
extern void _ZdaPvSt11align_val_t(void *, size_t) WEAK;
extern void _ZdlPvSt11align_val_tRKSt9nothrow_t(void *, size_t, const void *) WEAK;
extern void _ZdaPvSt11align_val_tRKSt9nothrow_t(void *, size_t, const void *) WEAK;
extern void _ZdlPvmSt11align_val_t(void *, size_t, size_t) WEAK;
extern void _ZdaPvmSt11align_val_t(void *, size_t, size_t) WEAK;

#define SIZE BYTES_PER_MIB
#define ALIGNMENT 4096
#define LOG2_ALIGNMENT 12
static const char nothrow;

static void *by_malloc(void) { return malloc(SIZE); }
static void *by_calloc(void) { return calloc(SIZE / 16, 16); }
/* The first block is too small to matter, and already released. */
static void *by_realloc(void) { return realloc(malloc(64), SIZE); }
static void *by_reallocarray(void) { return reallocarray(NULL, SIZE / 16, 16); }
static void *by_aligned_alloc(void) { return aligned_alloc(ALIGNMENT, SIZE); }
static void *by_memalign(void) { return memalign(ALIGNMENT, SIZE); }
static void *by_valloc(void) { return valloc(SIZE); }
static void *by_pvalloc(void) { return pvalloc(SIZE - 1); }
static void *by_posix_memalign(void) {
    void *block = NULL;
    return posix_memalign(&block, ALIGNMENT, SIZE) == 0 ? block : NULL;
}
static void *by_mallocx(void) { return mallocx(SIZE, LOG2_ALIGNMENT); }
static void *by_rallocx(void) { return rallocx(mallocx(64, 0), SIZE, 0); }
/* Grows in place if possible; otherwise the block is unchanged. */
static void *by_xallocx(void) {
    void *block = mallocx(SIZE, 0);
    xallocx(block, SIZE, 0, 0);
    return block;
}
static void *by_new(void) { return _Znwm(SIZE); }
static void *by_new_array(void) { return _Znam(SIZE); }
static void *by_new_nothrow(void) { return _ZnwmRKSt9nothrow_t(SIZE, &nothrow); }
static void *by_new_array_nothrow(void) { return _ZnamRKSt9nothrow_t(SIZE, &nothrow); }
static void *by_new_aligned(void) { return _ZnwmSt11align_val_t(SIZE, ALIGNMENT); }
static void *by_new_array_aligned(void) { return _ZnamSt11align_val_t(SIZE, ALIGNMENT); }
static void *by_new_aligned_nothrow(void) {
    return _ZnwmSt11align_val_tRKSt9nothrow_t(SIZE, ALIGNMENT, &nothrow);
}
static void *by_new_array_aligned_nothrow(void) {
    return _ZnamSt11align_val_tRKSt9nothrow_t(SIZE, ALIGNMENT, &nothrow);
}

static void back_by_free_sized(void *block) { free_sized(block, SIZE); }
static void back_by_free_aligned(void *block) { free_aligned_sized(block, ALIGNMENT, SIZE); }
static void back_by_dallocx(void *block) { dallocx(block, 0); }
static void back_by_sdallocx(void *block) { sdallocx(block, SIZE, 0); }
static void back_by_delete(void *block) { _ZdlPv(block); }
static void back_by_delete_array(void *block) { _ZdaPv(block); }
static void back_by_delete_nothrow(void *block) { _ZdlPvRKSt9nothrow_t(block, &nothrow); }
static void back_by_delete_array_nothrow(void *block) { _ZdaPvRKSt9nothrow_t(block, &nothrow); }
static void back_by_delete_sized(void *block) { _ZdlPvm(block, SIZE); }
static void back_by_delete_array_sized(void *block) { _ZdaPvm(block, SIZE); }
static void back_by_delete_aligned(void *block) { _ZdlPvSt11align_val_t(block, ALIGNMENT); }
static void back_by_delete_array_aligned(void *block) { _ZdaPvSt11align_val_t(block, ALIGNMENT); }
static void back_by_delete_aligned_nothrow(void *block) {
    _ZdlPvSt11align_val_tRKSt9nothrow_t(block, ALIGNMENT, &nothrow);
}
static void back_by_delete_array_aligned_nothrow(void *block) {
    _ZdaPvSt11align_val_tRKSt9nothrow_t(block, ALIGNMENT, &nothrow);
}
static void back_by_delete_sized_aligned(void *block) {
    _ZdlPvmSt11align_val_t(block, SIZE, ALIGNMENT);
}
static void back_by_delete_array_sized_aligned(void *block) {
    _ZdaPvmSt11align_val_t(block, SIZE, ALIGNMENT);
}

/* Each allocating function has one row; so has each releasing function. */
static const struct {
    const char *name;
    void *(*allocate)(void);
    void (*release)(void *);
} ways[] = {
    {"malloc", by_malloc, free},
    {"calloc", by_calloc, free},
    {"realloc", by_realloc, free},
    {"reallocarray", by_reallocarray, free},
    {"aligned_alloc", by_aligned_alloc, free},
    {"posix_memalign", by_posix_memalign, free},
    {"memalign", by_memalign, free},
    {"valloc", by_valloc, free},
    {"pvalloc", by_pvalloc, free},
    {"free_sized", by_malloc, back_by_free_sized},
    {"free_aligned_sized", by_aligned_alloc, back_by_free_aligned},
    {"mallocx", by_mallocx, back_by_dallocx},
    {"rallocx", by_rallocx, back_by_sdallocx},
    {"xallocx", by_xallocx, back_by_dallocx},
    {"new", by_new, back_by_delete},
    {"new[]", by_new_array, back_by_delete_array},
    {"new-nothrow", by_new_nothrow, back_by_delete_nothrow},
    {"new[]-nothrow", by_new_array_nothrow, back_by_delete_array_nothrow},
    {"new-sized", by_new, back_by_delete_sized},
    {"new[]-sized", by_new_array, back_by_delete_array_sized},
    {"new-aligned", by_new_aligned, back_by_delete_aligned},
    {"new[]-aligned", by_new_array_aligned, back_by_delete_array_aligned},
    {"new-aligned-nothrow", by_new_aligned_nothrow, back_by_delete_aligned_nothrow},
    {"new[]-aligned-nothrow", by_new_array_aligned_nothrow, back_by_delete_array_aligned_nothrow},
    {"new-aligned-sized", by_new_aligned, back_by_delete_sized_aligned},
    {"new[]-aligned-sized", by_new_array_aligned, back_by_delete_array_sized_aligned},
};
static const size_t way_count = sizeof ways / sizeof ways[0];

int run_allocate(struct arguments arguments) {
    bool keeps = option(arguments, "--keep", 0) != 0;
    for (size_t index = 0; index < way_count; index++) {
        if (strcmp(ways[index].name, arguments.values[0]) != 0) continue;
        void *block = ways[index].allocate();
        if (!block || malloc_usable_size(block) < SIZE - 1) return EX_SOFTWARE;
        memset(block, 1, SIZE - 1);
        if (!keeps) ways[index].release(block);
        return 0;
    }
    /* `nothing` shows what the program itself needs. */
    return strcmp(arguments.values[0], "nothing") == 0 ? 0 : EX_USAGE;
}
