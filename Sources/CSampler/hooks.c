/* The C library's allocation functions, in front of the allocator's. */
#define _GNU_SOURCE
#include "hooks.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline bool is_ready(void) {
    if (__builtin_expect(sampler_real.malloc != NULL, 1)) return true;
    sampler_real_find();
    return sampler_real.malloc != NULL;
}

EXPORT void *malloc(size_t size) {
    if (!is_ready()) return sampler_pool_allocate(size, 0);
    return sampler_noted_plain(sampler_real.malloc(size), size);
}

EXPORT void *calloc(size_t count, size_t size) {
    if (!is_ready()) return sampler_pool_allocate(count * size, 0);
    return sampler_noted_plain(sampler_real.calloc(count, size), count * size);
}

EXPORT void free(void *block) {
    if (!block || sampler_pool_has(block)) return;
    sampler_note_release(block);
    sampler_real.free(block);
}

/* Moves a block of the pool to the allocator when it grows. */
static void *move_from_pool(void *block, size_t size) {
    void *moved = malloc(size);
    size_t old = sampler_pool_size(block);
    if (moved) memcpy(moved, block, old < size ? old : size);
    return moved;
}

EXPORT void *realloc(void *block, size_t size) {
    if (!block) return malloc(size);
    if (sampler_pool_has(block)) return move_from_pool(block, size);
    struct sampler_resize resize = sampler_resize_begin(block);
    void *resized = sampler_real.realloc(block, size);
    sampler_resize_end(&resize, resized, size, resized || size == 0);
    return resized;
}

EXPORT void *reallocarray(void *block, size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, bytes);
}

EXPORT void *memalign(size_t alignment, size_t size) {
    if (!is_ready()) return sampler_pool_allocate(size, alignment);
    return sampler_noted(sampler_real.memalign(alignment, size), size);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    if (!is_ready()) return sampler_pool_allocate(size, alignment);
    return sampler_noted(sampler_real.aligned_alloc(alignment, size), size);
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
    if (!is_ready()) {
        *block = sampler_pool_allocate(size, alignment);
        return 0;
    }
    int error = sampler_real.posix_memalign(block, alignment, size);
    if (error == 0) sampler_noted(*block, size);
    return error;
}

EXPORT void *valloc(size_t size) { return memalign((size_t)getpagesize(), size); }

EXPORT void *pvalloc(size_t size) {
    size_t page = (size_t)getpagesize(), bytes;
    if (__builtin_add_overflow(size, page - 1, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return memalign(page, bytes / page * page);
}

EXPORT size_t malloc_usable_size(void *block) {
    if (!block) return 0;
    return sampler_pool_has(block) ? sampler_pool_size(block) : sampler_real.usable_size(block);
}

EXPORT void free_sized(void *block, size_t size) {
    (void)size;
    free(block);
}

EXPORT void free_aligned_sized(void *block, size_t alignment, size_t size) {
    (void)alignment;
    (void)size;
    free(block);
}
