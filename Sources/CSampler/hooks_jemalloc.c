/* jemalloc's own functions. With another allocator, they behave like jemalloc's, without arenas and
   caches, so that a program that finds them here can use them. */
#include "hooks.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define LOG2_ALIGNMENT(flags) ((flags) & 0x3f)
#define IS_ZEROED(flags) ((flags) & 0x40)

static void *allocate(size_t size, int flags) {
    size_t alignment = (size_t)1 << LOG2_ALIGNMENT(flags);
    void *block = alignment <= _Alignof(max_align_t) ? malloc(size) : memalign(alignment, size);
    if (block && IS_ZEROED(flags)) memset(block, 0, size);
    return block;
}

EXPORT void *mallocx(size_t size, int flags) {
    sampler_real_find();
    return sampler_real.mallocx ? sampler_noted(sampler_real.mallocx(size, flags), size)
                                : allocate(size, flags);
}

static void *reallocate(void *block, size_t size, int flags) {
    size_t old = malloc_usable_size(block);
    void *moved = allocate(size, flags);
    if (!moved) return NULL;
    memcpy(moved, block, old < size ? old : size);
    free(block);
    return moved;
}

EXPORT void *rallocx(void *block, size_t size, int flags) {
    if (!sampler_real.rallocx) return reallocate(block, size, flags);
    struct sampler_resize resize = sampler_resize_begin(block);
    void *resized = sampler_real.rallocx(block, size, flags);
    sampler_resize_end(&resize, resized, size, resized != NULL);
    return resized;
}

EXPORT size_t xallocx(void *block, size_t size, size_t extra, int flags) {
    if (!sampler_real.xallocx) return malloc_usable_size(block);
    struct sampler_resize resize = sampler_resize_begin(block);
    size_t result = sampler_real.xallocx(block, size, extra, flags);
    sampler_resize_end(&resize, block, size, result != resize.size);
    return result;
}

EXPORT void dallocx(void *block, int flags) {
    if (!sampler_real.dallocx) return free(block);
    sampler_note_release(block);
    sampler_real.dallocx(block, flags);
}

EXPORT void sdallocx(void *block, size_t size, int flags) {
    if (!sampler_real.sdallocx) return free(block);
    sampler_note_release(block);
    sampler_real.sdallocx(block, size, flags);
}
