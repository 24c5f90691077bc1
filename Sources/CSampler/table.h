/*
 * Recording in a sample table: stacks, sites and live samples. Unless marked otherwise, functions
 * are called with the table's lock held.
 */
#ifndef SAMPLER_TABLE_H
#define SAMPLER_TABLE_H

#include "sample_table.h"

#include <stdbool.h>
#include <stddef.h>

#define SAMPLER_STACK_DEPTH_MAX 128

/* A stack, innermost frame first. */
struct sampler_stack {
    uint64_t addresses[SAMPLER_STACK_DEPTH_MAX];
    size_t depth;
};

/* A block to record. */
struct sampler_block {
    uint64_t address;
    uint64_t size;      /* usable bytes */
    uint64_t requested; /* bytes that were asked for */
    uint64_t interval;
    uint64_t order;
    uint32_t thread;
};

/* Returns the innermost frame of a stack; 0 for an empty one, or if there is no room. */
uint32_t sampler_table_frame(struct sample_table *table, const struct sampler_stack *stack);

/* Creates an empty table in zeroed memory. */
void sampler_table_start(struct sample_table *table, uint64_t interval);

/* Records a block; false, and counted as lost, if the table is full. */
bool sampler_table_add(struct sample_table *table, struct sampler_block block,
                       const struct sampler_stack *stack);

/* Forgets the block at an address, if it was sampled. `order` and `thread` are those of the
   releasing thread and determine whether the block was temporary. */
void sampler_table_remove(struct sample_table *table, uint64_t address, uint64_t order,
                          uint32_t thread);

/* Moves the sample of an address to another; false if there is none. */
bool sampler_table_readdress(struct sample_table *table, uint64_t address, uint64_t new_address);

/* Records mapped anonymous memory; counted as lost if the table is full. */
void sampler_table_map(struct sample_table *table, uint64_t start, uint64_t bytes,
                       bool is_allocators, const struct sampler_stack *stack);

/* Forgets the maps in a range; the rest of a map that extends beyond it stays. */
void sampler_table_unmap(struct sample_table *table, uint64_t start, uint64_t bytes);

/* Whether an address is in a known map. */
bool sampler_table_has_map(const struct sample_table *table, uint64_t address);

static inline uint32_t sampler_hash(uint64_t address) {
    return (uint32_t)((address >> 4) * 0x9e3779b97f4a7c15ULL >> 40);
}

/* Whether a block may have been sampled: false is certain, true is not. Needs no lock. */
static inline bool sampler_table_may_have(const struct sample_table *table, uint64_t address) {
    uint32_t bit = sampler_hash(address) % SAMPLE_TABLE_FILTER_BITS;
    return __atomic_load_n(&table->filter[bit / 64], __ATOMIC_RELAXED) >> (bit % 64) & 1;
}

#endif
