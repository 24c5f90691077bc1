/* What the hooks share. */
#ifndef SAMPLER_HOOKS_H
#define SAMPLER_HOOKS_H

#include "real.h"
#include "sampler.h"

#define EXPORT __attribute__((visibility("default")))

/* Notes a block that the allocator returned, and passes it on; NULL is none. */
static inline void *sampler_noted(void *block, size_t requested) {
    if (__builtin_expect(block != NULL, 1) && sampler_is_on()) {
        sampler_allocated(block, sampler_real.usable_size(block), requested);
    }
    return block;
}

/* Notes that a block is about to be released. */
static inline void sampler_note_release(void *block) {
    if (!sampler_is_on()) return;
    struct sample removed;
    sampler_releasing(block, sampler_real.usable_size(block), &removed);
}

/* A block whose size changes is released and allocated anew. The old one is forgotten first: once the
   allocator has released it, its address may be another thread's. */
struct sampler_resize {
    size_t size;
    bool was_sampled;
    struct sample removed;
};

static inline struct sampler_resize sampler_resize_begin(void *block) {
    struct sampler_resize resize = {0};
    if (!sampler_is_on()) return resize;
    resize.size = sampler_real.usable_size(block);
    resize.was_sampled = sampler_releasing(block, resize.size, &resize.removed);
    return resize;
}

/* `was_released` is false if the allocator refused and the old block is as it was. */
static inline void sampler_resize_end(const struct sampler_resize *resize, void *resized,
                                      size_t requested, bool was_released) {
    if (was_released) {
        sampler_noted(resized, requested);
        return;
    }
    if (!sampler_is_on()) return;
    if (resize->was_sampled) sampler_remember(&resize->removed);
    sampler_count((int64_t)resize->size);
}

#endif
