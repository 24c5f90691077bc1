#include "table.h"

#include <unistd.h>

/* The end of a range, rounded up to a page: the kernel maps whole pages. */
static uint64_t end_of(uint64_t start, uint64_t bytes) {
    uint64_t page = (uint64_t)getpagesize();
    return (start + bytes + page - 1) / page * page;
}

/* Returns a free entry; NULL if there is none. */
static struct sample_map *take_entry(struct sample_table *table) {
    struct sample_header *header = &table->header;
    for (uint64_t index = 0; index < header->map_count; index++) {
        if (table->maps[index].start == 0) return &table->maps[index];
    }
    if (header->map_count == SAMPLE_TABLE_MAPS) {
        header->lost_map_count++;
        return NULL;
    }
    return &table->maps[header->map_count++];
}

static void add(struct sample_table *table, struct sample_map map) {
    if (map.bytes == 0) return;
    struct sample_map *entry = take_entry(table);
    if (entry) *entry = map;
}

void sampler_table_map(struct sample_table *table, uint64_t start, uint64_t bytes,
                       bool is_allocators, const struct sampler_stack *stack) {
    /* A new map may replace an old one, which is then gone. */
    sampler_table_unmap(table, start, bytes);
    add(table, (struct sample_map){.start = start, .bytes = end_of(start, bytes) - start,
                                   .frame = sampler_table_frame(table, stack),
                                   .is_allocators = is_allocators});
}

void sampler_table_unmap(struct sample_table *table, uint64_t start, uint64_t bytes) {
    uint64_t end = end_of(start, bytes);
    /* Entries added by this loop lie outside the range. */
    uint64_t count = table->header.map_count;
    for (uint64_t index = 0; index < count; index++) {
        struct sample_map map = table->maps[index];
        uint64_t map_end = map.start + map.bytes;
        if (map.start == 0 || map.start >= end || map_end <= start) continue;
        table->maps[index].start = 0;
        struct sample_map before = map, after = map;
        before.bytes = map.start < start ? start - map.start : 0;
        after.start = end;
        after.bytes = map_end > end ? map_end - end : 0;
        add(table, before);
        add(table, after);
    }
}

bool sampler_table_has_map(const struct sample_table *table, uint64_t address) {
    for (uint64_t index = 0; index < table->header.map_count; index++) {
        const struct sample_map *map = &table->maps[index];
        if (map->start != 0 && address - map->start < map->bytes) return true;
    }
    return false;
}
