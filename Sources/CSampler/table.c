#include "table.h"

#include "arithmetic.h"

#include <string.h>

/* --- Sums --- */

/* The bytes and blocks that a sampled block represents. A block of `size` bytes is sampled with
   probability p = 1 - e^(-size / interval). */
static double chance(uint64_t size, uint64_t interval) {
    return sampler_chance((double)size / (double)interval);
}

static void add(struct sample_sum *sum, const struct sample *sample, double sign) {
    double size = (double)sample->size;
    double p = chance(sample->size, sample->interval);
    sum->samples += sign > 0 ? 1 : (uint64_t)-1;
    sum->bytes += sign * size / p;
    sum->variance += sign * size * size * (1 - p) / (p * p);
    sum->count += sign / p;
    /* Subtraction leaves a rounding error, which must not look like a block. */
    if (sum->samples == 0) sum->bytes = sum->variance = sum->count = 0;
}

/* Keeps the live sums of the last peak, if this is the site's first change since then. */
static void keep_peak(const struct sample_table *table, struct sample_site *site) {
    uint64_t index = __atomic_load_n(&table->header.peak_index, __ATOMIC_ACQUIRE);
    if (site->peak_index == index) return;
    site->at_peak = site->live;
    site->peak_index = index;
}

/* --- Stacks --- */

static uint32_t frame_bucket(uint64_t address, uint32_t parent) {
    return sampler_hash((address << 4) ^ ((uint64_t)parent << 24)) % SAMPLE_TABLE_FRAME_BUCKETS;
}

/* Returns the frame of an address below its caller's; 0 if there is no room. */
static uint32_t find_frame(struct sample_table *table, uint64_t address, uint32_t parent) {
    uint32_t *bucket = &table->frame_buckets[frame_bucket(address, parent)];
    for (uint32_t index = *bucket; index != 0; index = table->frames[index].next) {
        const struct sample_frame *frame = &table->frames[index];
        if (frame->address == address && frame->parent == parent) return index;
    }
    if (table->header.frame_count == SAMPLE_TABLE_FRAMES) return 0;
    uint32_t index = (uint32_t)table->header.frame_count++;
    table->frames[index] =
        (struct sample_frame){.address = address, .parent = parent, .next = *bucket};
    *bucket = index;
    return index;
}

uint32_t sampler_table_frame(struct sample_table *table, const struct sampler_stack *stack) {
    uint32_t frame = 0;
    for (size_t depth = stack->depth; depth > 0; depth--) {
        frame = find_frame(table, stack->addresses[depth - 1], frame);
        if (frame == 0) return 0;
    }
    return frame;
}

/* Returns the site of a stack; 0 if there is no room. */
static uint32_t find_site(struct sample_table *table, const struct sampler_stack *stack) {
    uint32_t frame = sampler_table_frame(table, stack);
    if (frame == 0 && stack->depth > 0) return 0;
    uint32_t known = table->frames[frame].site;
    if (known != 0 || table->header.site_count == SAMPLE_TABLE_SITES) return known;
    uint32_t index = (uint32_t)table->header.site_count++;
    table->sites[index] = (struct sample_site){.frame = frame};
    table->frames[frame].site = index;
    return index;
}

/* --- Samples --- */

static uint32_t *bucket_of(struct sample_table *table, uint64_t address) {
    return &table->sample_buckets[sampler_hash(address) % SAMPLE_TABLE_SAMPLE_BUCKETS];
}

/* All samples of a filter bit share one bucket, as the number of buckets divides that of bits. */
_Static_assert(SAMPLE_TABLE_FILTER_BITS % SAMPLE_TABLE_SAMPLE_BUCKETS == 0, "a bit has one bucket");

static void set_filter(struct sample_table *table, uint64_t address, bool is_set) {
    uint32_t bit = sampler_hash(address) % SAMPLE_TABLE_FILTER_BITS;
    uint64_t mask = 1ULL << (bit % 64);
    if (is_set) {
        __atomic_fetch_or(&table->filter[bit / 64], mask, __ATOMIC_RELEASE);
        return;
    }
    for (uint32_t index = *bucket_of(table, address); index != 0;
         index = table->samples[index].next) {
        if (sampler_hash(table->samples[index].address) % SAMPLE_TABLE_FILTER_BITS == bit) return;
    }
    __atomic_fetch_and(&table->filter[bit / 64], ~mask, __ATOMIC_RELEASE);
}

/* Returns a slot for another sample; 0 if there is none. */
static uint32_t take_slot(struct sample_table *table) {
    uint32_t index = (uint32_t)table->header.free_sample;
    if (index != 0) {
        table->header.free_sample = table->samples[index].next;
        return index;
    }
    if (table->header.sample_count == SAMPLE_TABLE_SAMPLES) return 0;
    return (uint32_t)table->header.sample_count++;
}

static void link_sample(struct sample_table *table, uint32_t index) {
    struct sample *sample = &table->samples[index];
    uint32_t *bucket = bucket_of(table, sample->address);
    sample->next = *bucket;
    *bucket = index;
    set_filter(table, sample->address, true);
}

/* Removes the sample of an address from its bucket; 0 if there is none. */
static uint32_t unlink_sample(struct sample_table *table, uint64_t address) {
    uint32_t *link = bucket_of(table, address);
    while (*link != 0 && table->samples[*link].address != address) {
        link = &table->samples[*link].next;
    }
    uint32_t index = *link;
    if (index == 0) return 0;
    *link = table->samples[index].next;
    set_filter(table, address, false);
    return index;
}

static bool insert(struct sample_table *table, const struct sample *sample) {
    uint32_t index = take_slot(table);
    if (index == 0) return false;
    table->samples[index] = *sample;
    link_sample(table, index);
    table->header.live_sample_count++;
    struct sample_site *site = &table->sites[sample->site];
    keep_peak(table, site);
    add(&site->live, sample, 1);
    return true;
}

void sampler_table_start(struct sample_table *table, uint64_t interval) {
    struct sample_header *header = &table->header;
    header->interval_bytes = header->first_interval_bytes = interval;
    header->frame_count = header->site_count = header->sample_count = header->thread_count = 1;
    header->layout = sample_table_layout();
    __atomic_store_n(&header->magic, SAMPLE_TABLE_MAGIC, __ATOMIC_RELEASE);
}

bool sampler_table_add(struct sample_table *table, struct sampler_block block,
                       const struct sampler_stack *stack) {
    struct sample sample = {.address = block.address, .size = block.size,
                            .requested = block.requested, .interval = block.interval, .order = block.order,
                            .site = find_site(table, stack), .thread = block.thread};
    if (sample.site == 0 || !insert(table, &sample)) {
        table->header.lost_sample_count++;
        return false;
    }
    struct sample_site *site = &table->sites[sample.site];
    add(&site->total, &sample, 1);
    site->total_count += 1 / chance(sample.size, sample.interval);
    return true;
}

void sampler_table_remove(struct sample_table *table, uint64_t address, uint64_t order,
                          uint32_t thread) {
    uint32_t index = unlink_sample(table, address);
    if (index == 0) return;
    struct sample *sample = &table->samples[index];
    struct sample removed = *sample;
    sample->address = 0;
    sample->next = (uint32_t)table->header.free_sample;
    table->header.free_sample = index;
    table->header.live_sample_count--;
    struct sample_site *site = &table->sites[removed.site];
    keep_peak(table, site);
    add(&site->live, &removed, -1);
    if (removed.thread == thread && removed.order == order) {
        site->temporary_count += 1 / chance(removed.size, removed.interval);
    }
}

bool sampler_table_readdress(struct sample_table *table, uint64_t address, uint64_t new_address) {
    uint32_t index = unlink_sample(table, address);
    if (index == 0) return false;
    table->samples[index].address = new_address;
    link_sample(table, index);
    return true;
}
