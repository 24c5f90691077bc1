/* mmap, munmap and mremap of private anonymous memory: memory that a program takes without malloc.
   The C library and the loader call the kernel directly; an allocator in a library of its own calls
   these. */
#define _GNU_SOURCE
#include "hooks.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The allocator also maps memory within its own functions, where blocks are not counted. */
static bool is_allocators(const void *caller) {
    sampler_real_find();
    return sampler_library_has(sampler_real_library(), caller);
}

static void note(void *start, size_t bytes, int flags, const void *caller) {
    if (start == MAP_FAILED || !sampler_is_active()) return;
    if ((flags & MAP_ANONYMOUS) && (flags & MAP_TYPE) == MAP_PRIVATE) {
        sampler_map(start, bytes, is_allocators(caller));
    } else if (flags & MAP_FIXED) {
        sampler_unmap(start, bytes);
    }
}

EXPORT void *mmap(void *hint, size_t bytes, int protection, int flags, int file, off_t offset) {
    void *start = (void *)syscall(SYS_mmap, hint, bytes, protection, flags, file, offset);
    note(start, bytes, flags, __builtin_return_address(0));
    return start;
}

EXPORT void *mmap64(void *hint, size_t bytes, int protection, int flags, int file, off_t offset) {
    void *start = (void *)syscall(SYS_mmap, hint, bytes, protection, flags, file, offset);
    note(start, bytes, flags, __builtin_return_address(0));
    return start;
}

/* The kernel refuses addresses that are not the start of a page. */
static bool is_page(const void *start) { return (uintptr_t)start % (uintptr_t)getpagesize() == 0; }

/* Forgotten first: afterwards, the range may belong to another thread. */
EXPORT int munmap(void *start, size_t bytes) {
    if (sampler_is_active() && is_page(start)) sampler_unmap(start, bytes);
    return (int)syscall(SYS_munmap, start, bytes);
}

/* The old range is forgotten first, as in munmap. */
EXPORT void *mremap(void *start, size_t bytes, size_t new_bytes, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    void *target = flags & MREMAP_FIXED ? va_arg(rest, void *) : NULL;
    va_end(rest);
    bool was_known = sampler_is_active() && sampler_has_map(start);
    bool is_moved = was_known && !(flags & MREMAP_DONTUNMAP);
    if (is_moved) sampler_unmap(start, bytes);
    void *moved = (void *)syscall(SYS_mremap, start, bytes, new_bytes, flags, target);
    bool is_allocators_own = was_known && is_allocators(__builtin_return_address(0));
    if (moved != MAP_FAILED && was_known) {
        sampler_map(moved, new_bytes, is_allocators_own);
    } else if (is_moved) {
        sampler_map(start, bytes, is_allocators_own);
    }
    return moved;
}
