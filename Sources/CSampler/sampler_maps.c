#include "sampler.h"

#include "section.h"

/* The maps of the only thread before the table exists: an allocator's first memory. */
#define EARLY_MAPS_MAX 64
static struct {
    void *start;
    size_t bytes;
    bool is_allocators;
} early_maps[EARLY_MAPS_MAX];
static size_t early_map_count;

static void keep_for_later(void *start, size_t bytes, bool is_allocators) {
    if (!sampler_is_starting || early_map_count == EARLY_MAPS_MAX) return;
    early_maps[early_map_count].start = start;
    early_maps[early_map_count].bytes = bytes;
    early_maps[early_map_count++].is_allocators = is_allocators;
}

void sampler_map_early_ones(void) {
    for (size_t index = 0; index < early_map_count; index++) {
        sampler_map(early_maps[index].start, early_maps[index].bytes,
                    early_maps[index].is_allocators);
    }
}

static void forget_early(const void *start, size_t bytes) {
    for (size_t index = 0; index < early_map_count; index++) {
        if (early_maps[index].start == start && early_maps[index].bytes <= bytes) {
            early_maps[index].bytes = 0;
        }
    }
}

/* The unwinder may allocate, so the thread must be registered first. */
void sampler_map(void *start, size_t bytes, bool is_allocators) {
    if (!sampler_local.counters) sampler_begin_thread();
    struct section section;
    if (!section_enter(&section)) return keep_for_later(start, bytes, is_allocators);
    struct sampler_stack stack;
    stack.depth = 0;
    if (!is_allocators) section_read_stack(&stack);
    section_lock();
    sampler_table_map(sampler_state.table, (uintptr_t)start, bytes, is_allocators, &stack);
    section_unlock();
    section_leave(&section);
}

void sampler_unmap(const void *start, size_t bytes) {
    struct section section;
    if (!section_enter(&section)) return forget_early(start, bytes);
    section_lock();
    sampler_table_unmap(sampler_state.table, (uintptr_t)start, bytes);
    section_unlock();
    section_leave(&section);
}

bool sampler_has_map(const void *address) {
    struct section section;
    if (!section_enter(&section)) return false;
    section_lock();
    bool is_known = sampler_table_has_map(sampler_state.table, (uintptr_t)address);
    section_unlock();
    section_leave(&section);
    return is_known;
}
