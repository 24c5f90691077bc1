/* Helpers that the hooks share. */
#ifndef SAMPLER_HOOKS_H
#define SAMPLER_HOOKS_H

#include "real.h"
#include "sampler.h"

#define EXPORT __attribute__((visibility("default")))

/* Records a block that the allocator returned, and returns it; NULL is ignored. */
static inline void *sampler_noted(void *block, size_t requested) {
    if (__builtin_expect(block != NULL, 1) && sampler_is_on()) {
        sampler_allocated(block, sampler_real.usable_size(block), requested);
    }
    return block;
}

/* The same for a block without an alignment. jemalloc reports the size of a request faster than
   that of a block. */
static inline void *sampler_noted_plain(void *block, size_t requested) {
    if (__builtin_expect(block != NULL, 1) && sampler_is_on()) {
        size_t size = sampler_real.nallocx ? sampler_real.nallocx(requested | !requested, 0)
                                           : sampler_real.usable_size(block);
        sampler_allocated(block, size, requested);
    }
    return block;
}

/* Records that a block is about to be released. */
static inline void sampler_note_release(void *block) {
    if (!sampler_is_on()) return;
    sampler_releasing(block, sampler_real.usable_size(block));
}

/* Called before and after a request to resize a block. */
static inline struct sampler_resize sampler_resize_begin(void *block) {
    if (!sampler_is_on()) return (struct sampler_resize){0};
    return sampler_resizing(block, sampler_real.usable_size(block));
}

/* `was_released` is false if the allocator refused and the old block is unchanged. */
static inline void sampler_resize_end(const struct sampler_resize *resize, void *resized,
                                      size_t requested, bool was_released) {
    if (!sampler_is_on()) return;
    sampler_resized(resize, was_released);
    if (was_released) sampler_noted(resized, requested);
}

#endif
