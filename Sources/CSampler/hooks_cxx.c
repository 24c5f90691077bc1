/*
 * C++'s operators new and delete. An allocator with its own operators never calls malloc from them,
 * so they are counted here; those of the C++ library call malloc and free, which are counted there.
 *
 * They are C functions with C++'s mangled names, so this library needs no C++ runtime.
 */
#define _GNU_SOURCE
#include "hooks.h"

#include <dlfcn.h>
#include <stdlib.h>

struct operator {
    void *function;     /* NULL until it is found */
    bool is_allocators; /* it is the allocator's own */
};

/* The C++ library may have been loaded only for a plug-in, outside the search order. */
static void *in_library(const char *name) {
    void *library = dlopen("libstdc++.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (!library) library = dlopen("libc++.so.1", RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

/* Surrounds a call that must not be counted itself. The allocator's own operators count as one
   call, including nested ones: jemalloc's delete calls free. The cleanup also runs when an
   exception passes. */
static void leave(const bool *was_inside) { sampler_local.is_inside = *was_inside; }

#define INSIDE(is_allocators)                                             \
    __attribute__((cleanup(leave))) bool was_inside = sampler_local.is_inside; \
    sampler_local.is_inside = was_inside || (is_allocators)

static void find(struct operator *operator, const char *name) {
    INSIDE(true);
    sampler_real_find();
    void *function = sampler_real_symbol(name);
    if (!function) function = in_library(name);
    operator->is_allocators = sampler_library_has(sampler_real_library(), function);
    operator->function = function;
}

#define FOUND(name)                                                  \
    static struct operator operator;                                 \
    if (__builtin_expect(!operator.function, 0)) find(&operator, #name)

static void *noted_if(bool is_allocators, void *block, size_t size) {
    return is_allocators ? sampler_noted(block, size) : block;
}

/* operator new: its parameters, its arguments, and a fallback if no C++ library has it. */
#define NEW(name, parameters, arguments, stand_in)                        \
    EXPORT void *name parameters {                                        \
        FOUND(name);                                                      \
        if (!operator.function) return stand_in;                          \
        void *block;                                                      \
        {                                                                 \
            INSIDE(operator.is_allocators);                               \
            block = ((void *(*) parameters)operator.function) arguments;  \
        }                                                                 \
        return noted_if(operator.is_allocators, block, size);                  \
    }

#define DELETE(name, parameters, arguments)                               \
    EXPORT void name parameters {                                         \
        FOUND(name);                                                      \
        if (!operator.function) return free(block);                       \
        if (block && operator.is_allocators) sampler_note_release(block); \
        INSIDE(operator.is_allocators);                                   \
        ((void (*) parameters)operator.function) arguments;               \
    }

typedef const void *nothrow;

static void *or_abort(void *block) {
    if (!block) abort();
    return block;
}

/* clang-format off */
NEW(_Znwm, (size_t size), (size), or_abort(malloc(size)))
NEW(_Znam, (size_t size), (size), or_abort(malloc(size)))
NEW(_ZnwmRKSt9nothrow_t, (size_t size, nothrow tag), (size, tag), malloc(size))
NEW(_ZnamRKSt9nothrow_t, (size_t size, nothrow tag), (size, tag), malloc(size))
NEW(_ZnwmSt11align_val_t, (size_t size, size_t alignment), (size, alignment), or_abort(aligned_alloc(alignment, size)))
NEW(_ZnamSt11align_val_t, (size_t size, size_t alignment), (size, alignment), or_abort(aligned_alloc(alignment, size)))
NEW(_ZnwmSt11align_val_tRKSt9nothrow_t, (size_t size, size_t alignment, nothrow tag), (size, alignment, tag), aligned_alloc(alignment, size))
NEW(_ZnamSt11align_val_tRKSt9nothrow_t, (size_t size, size_t alignment, nothrow tag), (size, alignment, tag), aligned_alloc(alignment, size))

DELETE(_ZdlPv, (void *block), (block))
DELETE(_ZdaPv, (void *block), (block))
DELETE(_ZdlPvRKSt9nothrow_t, (void *block, nothrow tag), (block, tag))
DELETE(_ZdaPvRKSt9nothrow_t, (void *block, nothrow tag), (block, tag))
DELETE(_ZdlPvm, (void *block, size_t size), (block, size))
DELETE(_ZdaPvm, (void *block, size_t size), (block, size))
DELETE(_ZdlPvSt11align_val_t, (void *block, size_t alignment), (block, alignment))
DELETE(_ZdaPvSt11align_val_t, (void *block, size_t alignment), (block, alignment))
DELETE(_ZdlPvSt11align_val_tRKSt9nothrow_t, (void *block, size_t alignment, nothrow tag), (block, alignment, tag))
DELETE(_ZdaPvSt11align_val_tRKSt9nothrow_t, (void *block, size_t alignment, nothrow tag), (block, alignment, tag))
DELETE(_ZdlPvmSt11align_val_t, (void *block, size_t size, size_t alignment), (block, size, alignment))
DELETE(_ZdaPvmSt11align_val_t, (void *block, size_t size, size_t alignment), (block, size, alignment))
