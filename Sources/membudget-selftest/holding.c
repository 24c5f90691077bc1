/* `sites`: three functions that hold exactly known amounts of heap at the peak, and others that
   hold some before and after it. They must not be inlined. */
#include "selftest.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* A block of a list, linked by its first word. */
struct block {
    struct block *next;
};

static struct block *hold(void *(*allocate)(size_t), size_t bytes, size_t size) {
    struct block *first = NULL;
    for (size_t held = 0; held < bytes; held += size) {
        struct block *block = allocate(size);
        if (!block) exit(EX_OSERR);
        memset(block, 1, size);
        block->next = first;
        first = block;
    }
    return first;
}

static void release(struct block *block) {
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

/* Sizes that neither glibc nor jemalloc rounds up, so that exactly these are held. */
#define SITE(name, size) \
    __attribute__((noinline)) static void *name##_block(size_t bytes) { \
        void *block = malloc(bytes); \
        __asm__ volatile("" : "+r"(block)); \
        return block; \
    } \
    __attribute__((noinline)) static struct block *name(size_t bytes) { \
        return hold(name##_block, bytes, size); \
    }

SITE(small_site, 8 * sizeof(void *) * 2)
SITE(middle_site, 1280)
SITE(large_site, 16384)
SITE(earlier_site, 320)
SITE(later_site, 640)

struct share {
    size_t small, middle, large;
    int signal;
    bool leaves; /* exits at the peak */
    pthread_barrier_t *peak;
};

static void *hold_share(void *argument) {
    const struct share *share = argument;
    release(earlier_site(share->small));
    struct block *small = small_site(share->small), *middle = middle_site(share->middle);
    struct block *large = large_site(share->large);
    pthread_barrier_wait(share->peak);
    if (share->signal != 0) raise(share->signal);
    if (share->leaves) exit(0);
    release(large);
    release(later_site(share->small));
    release(middle);
    release(small);
    return NULL;
}

int run_sites(struct arguments arguments) {
    long threads = option(arguments, "--threads", 1);
    if (threads < 1 || threads > 64) return EX_USAGE;
    pthread_barrier_t peak;
    pthread_barrier_init(&peak, NULL, (unsigned)threads);
    struct share share = {.small = mib_at(arguments, 0) / (size_t)threads,
                          .middle = mib_at(arguments, 1) / (size_t)threads,
                          .large = mib_at(arguments, 2) / (size_t)threads,
                          .signal = (int)option(arguments, "--signal", 0),
                          .leaves = option(arguments, "--leave", 0) != 0, .peak = &peak};
    if (threads == 1) {
        hold_share(&share);
        return 0;
    }
    pthread_t all[64];
    for (long index = 0; index < threads; index++) {
        if (pthread_create(&all[index], NULL, hold_share, &share) != 0) return EX_OSERR;
    }
    for (long index = 0; index < threads; index++) pthread_join(all[index], NULL);
    return 0;
}
