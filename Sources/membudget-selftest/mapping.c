/* `maps`: two functions that map known amounts of anonymous memory without malloc. */
#define _GNU_SOURCE
#include "selftest.h"

#include <signal.h>
#include <sys/mman.h>

/* Maps memory in two calls of the same caller, and writes the pages of the first half. */
#define CALLER(name)                                                                      \
    __attribute__((noinline)) static void name(size_t bytes) {                            \
        for (int part = 0; part < 2; part++) {                                            \
            void *start = mmap(NULL, bytes / 2, PROT_READ | PROT_WRITE,                   \
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);                       \
            if (start == MAP_FAILED) refuse(bytes);                                       \
            madvise(start, bytes / 2, MADV_NOHUGEPAGE);                                   \
            write_pages(start, bytes / 4);                                                \
        }                                                                                 \
        __asm__ volatile("");                                                             \
    }

CALLER(larger_arena)
CALLER(smaller_arena)

int run_maps(struct arguments arguments) {
    larger_arena(mib_at(arguments, 0));
    smaller_arena(mib_at(arguments, 1));
    long number = option(arguments, "--signal", 0);
    if (number != 0) raise((int)number);
    return 0;
}
