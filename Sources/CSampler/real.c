#define _GNU_SOURCE
#include "real.h"

#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>

struct sampler_real sampler_real;
static struct sampler_library allocator;

void *sampler_real_symbol(const char *name) { return dlsym(RTLD_NEXT, name); }

struct search {
    uintptr_t address;
    struct sampler_library found;
};

static int compare(struct dl_phdr_info *library, size_t size, void *context) {
    (void)size;
    struct search *search = context;
    struct sampler_library range = {.start = UINTPTR_MAX};
    for (int index = 0; index < library->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &library->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD) continue;
        uintptr_t start = library->dlpi_addr + segment->p_vaddr;
        if (start < range.start) range.start = start;
        if (start + segment->p_memsz > range.end) range.end = start + segment->p_memsz;
    }
    if (!sampler_library_has(range, (const void *)search->address)) return 0;
    search->found = range;
    return 1;
}

struct sampler_library sampler_library_of(const void *address) {
    struct search search = {.address = (uintptr_t)address};
    if (address) dl_iterate_phdr(compare, &search);
    return search.found;
}

struct sampler_library sampler_real_library(void) { return allocator; }

#define FIND(field, name) sampler_real.field = (__typeof__(sampler_real.field))sampler_real_symbol(name)

void sampler_real_find(void) {
    static bool is_looking;
    if (is_looking || sampler_real.malloc) return;
    is_looking = true;
    FIND(calloc, "calloc");
    FIND(realloc, "realloc");
    FIND(free, "free");
    FIND(memalign, "memalign");
    FIND(aligned_alloc, "aligned_alloc");
    FIND(posix_memalign, "posix_memalign");
    FIND(usable_size, "malloc_usable_size");
    FIND(nallocx, "nallocx");
    FIND(mallocx, "mallocx");
    FIND(rallocx, "rallocx");
    FIND(xallocx, "xallocx");
    FIND(dallocx, "dallocx");
    FIND(sdallocx, "sdallocx");
    /* The hooks use the functions once malloc is set. */
    FIND(malloc, "malloc");
    allocator = sampler_library_of((const void *)(uintptr_t)sampler_real.malloc);
    if (!sampler_real.mallocx ||
        !sampler_library_has(allocator, (const void *)(uintptr_t)sampler_real.nallocx)) {
        sampler_real.nallocx = NULL;
    }
    is_looking = false;
}

/* Each block is preceded by its size. */
#define POOL_HEADER 16

_Alignas(16) char sampler_pool[SAMPLER_POOL_BYTES];
static size_t pool_used;

void *sampler_pool_allocate(size_t size, size_t alignment) {
    if (alignment < POOL_HEADER) alignment = POOL_HEADER;
    uintptr_t start = (uintptr_t)sampler_pool;
    uintptr_t block = (start + pool_used + POOL_HEADER + alignment - 1) / alignment * alignment;
    if (size > SAMPLER_POOL_BYTES || block + size > start + SAMPLER_POOL_BYTES) abort();
    pool_used = block + size - start;
    ((size_t *)block)[-1] = size;
    return (void *)block;
}

size_t sampler_pool_size(const void *block) { return ((const size_t *)block)[-1]; }
