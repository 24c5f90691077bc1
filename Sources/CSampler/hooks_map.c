/* mmap, munmap and mremap of anonymous memory: what a program takes past malloc. The C library and the loader
   call the kernel by themselves; an allocator that comes as a library calls these. */
#define _GNU_SOURCE
#include "hooks.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_allocators(const void *caller) {
    return sampler_library_has(sampler_real_library(), caller);
}

static void note(void *start, size_t bytes, int flags, const void *caller) {
    if (start == MAP_FAILED || !sampler_is_on()) return;
    if (flags & MAP_ANONYMOUS) {
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

/* Forgotten first: afterwards the range may be another thread's. */
EXPORT int munmap(void *start, size_t bytes) {
    if (sampler_is_on()) sampler_unmap(start, bytes);
    return (int)syscall(SYS_munmap, start, bytes);
}

EXPORT void *mremap(void *start, size_t bytes, size_t new_bytes, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    void *target = flags & MREMAP_FIXED ? va_arg(rest, void *) : NULL;
    va_end(rest);
    bool was_known = sampler_is_on() && sampler_has_map(start);
    void *moved = (void *)syscall(SYS_mremap, start, bytes, new_bytes, flags, target);
    if (moved == MAP_FAILED || !was_known) return moved;
    if (!(flags & MREMAP_DONTUNMAP)) sampler_unmap(start, bytes);
    sampler_map(moved, new_bytes, is_allocators(__builtin_return_address(0)));
    return moved;
}
