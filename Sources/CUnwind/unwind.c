#define _GNU_SOURCE
#include "cunwind.h"

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <libunwind-ptrace.h>
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <time.h>

/* The names behind the header's macros, which contain the architecture. */
#define NAME(text) #text
#define NAME_OF(macro) NAME(macro)
#define LIBRARY "libunwind-ptrace.so.0"
#define BASE_LIBRARY(architecture) "libunwind-" architecture ".so.8"

#if defined(__x86_64__)
#define ARCHITECTURE "x86_64"
#elif defined(__aarch64__)
#define ARCHITECTURE "aarch64"
#else
#error "which libunwind describes this machine?"
#endif

static struct {
    typeof(unw_create_addr_space) *create_space;
    typeof(unw_destroy_addr_space) *destroy_space;
    typeof(unw_set_caching_policy) *set_caching;
    typeof(unw_init_remote) *begin;
    typeof(unw_step) *step;
    typeof(unw_get_reg) *get_register;
    typeof(unw_is_signal_frame) *is_signal_frame;
    typeof(_UPT_create) *create_target;
    typeof(_UPT_destroy) *destroy_target;
    unw_accessors_t *accessors;
} unwinder;

static pthread_once_t has_looked = PTHREAD_ONCE_INIT;
static int is_available;

static void load(void) {
    /* The library needs functions of this one but, as linked by Debian, doesn't declare that. */
    void *base = dlopen(BASE_LIBRARY(ARCHITECTURE), RTLD_NOW | RTLD_GLOBAL);
    void *library = base ? dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library) return;
    unwinder.create_space = dlsym(base, NAME_OF(unw_create_addr_space));
    unwinder.destroy_space = dlsym(base, NAME_OF(unw_destroy_addr_space));
    unwinder.set_caching = dlsym(base, NAME_OF(unw_set_caching_policy));
    unwinder.begin = dlsym(base, NAME_OF(unw_init_remote));
    unwinder.step = dlsym(base, NAME_OF(unw_step));
    unwinder.get_register = dlsym(base, NAME_OF(unw_get_reg));
    unwinder.is_signal_frame = dlsym(base, NAME_OF(unw_is_signal_frame));
    unwinder.create_target = dlsym(library, "_UPT_create");
    unwinder.destroy_target = dlsym(library, "_UPT_destroy");
    unwinder.accessors = dlsym(library, "_UPT_accessors");
    is_available = unwinder.create_space && unwinder.destroy_space && unwinder.set_caching
                   && unwinder.begin && unwinder.step && unwinder.get_register
                   && unwinder.is_signal_frame && unwinder.create_target && unwinder.destroy_target
                   && unwinder.accessors;
}

int cunwind_is_available(void) {
    pthread_once(&has_looked, load);
    return is_available;
}

static int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int read_leaf(int32_t thread, uint64_t *address) {
    struct user_regs_struct registers;
    struct iovec buffer = {&registers, sizeof registers};
    if (ptrace(PTRACE_GETREGSET, thread, (void *)NT_PRSTATUS, &buffer) < 0) return -errno;
#if defined(__x86_64__)
    *address = registers.rip + 1;
#else
    *address = registers.pc + 1;
#endif
    return 1;
}

/* An interrupted frame, as a signal's handler sees it, has not made a call. */
static int walk(
    unw_cursor_t *cursor, uint64_t *addresses, int capacity, int64_t deadline_ns,
    enum cunwind_extent *extent) {
    int count = 0;
    int is_exact = 1;
    *extent = CUNWIND_CUT;
    while (count < capacity) {
        unw_word_t address = 0;
        if (unwinder.get_register(cursor, UNW_REG_IP, &address) < 0 || address == 0) break;
        addresses[count++] = address + (uint64_t)is_exact;
        is_exact = unwinder.is_signal_frame(cursor) > 0;
        if (now_ns() >= deadline_ns) break;
        int step = unwinder.step(cursor);
        if (step == 0) *extent = CUNWIND_WHOLE;
        if (step <= 0) break;
    }
    return count;
}

int cunwind_read(
    int32_t thread, uint64_t *addresses, int capacity, int64_t deadline_ns,
    enum cunwind_extent *extent) {
    if (capacity < 1) return -EINVAL;
    int count = 0;
    if (cunwind_is_available()) {
        unw_addr_space_t space = unwinder.create_space(unwinder.accessors, 0);
        void *target = space ? unwinder.create_target(thread) : NULL;
        unw_cursor_t cursor;
        if (target && unwinder.begin(&cursor, space, target) == 0) {
            unwinder.set_caching(space, UNW_CACHE_GLOBAL);
            count = walk(&cursor, addresses, capacity, deadline_ns, extent);
        }
        if (target) unwinder.destroy_target(target);
        if (space) unwinder.destroy_space(space);
    }
    if (count > 0) return count;
    *extent = CUNWIND_LEAF;
    return read_leaf(thread, addresses);
}
