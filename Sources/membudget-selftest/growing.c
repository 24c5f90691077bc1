/* `grow`: grows at a known rate, to measure how far it gets beyond a limit. */
#include "selftest.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <time.h>

#define LIMIT_MIB_DEFAULT 4096
#define THREADS_MAX 64
#define SPIN_SECONDS_MAX 0.0003
#define STEP_BYTES ((size_t)64 << 10)
#define STEPS_PER_MIB (BYTES_PER_MIB / STEP_BYTES)

struct growth {
    double bytes_per_second; /* 0 = as fast as possible */
    size_t limit_bytes;
};

static double seconds_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Returns once `bytes` are due; short waits spin, because a sleep is not exact enough. */
static void wait_until_due(const struct growth *growth, double start, size_t bytes) {
    if (growth->bytes_per_second <= 0) return;
    double due = start + (double)bytes / growth->bytes_per_second;
    for (double left = due - seconds_now(); left > 0; left = due - seconds_now()) {
        if (left > SPIN_SECONDS_MAX) {
            struct timespec time = {.tv_sec = (time_t)left,
                                    .tv_nsec = (long)((left - (time_t)left) * 1e9)};
            nanosleep(&time, NULL);
        }
    }
}

static void *grow(void *context) {
    const struct growth *growth = context;
    double start = seconds_now();
    size_t bytes = 0;
    while (bytes < growth->limit_bytes) {
        /* Maps one MiB at a time, so that a limit on mappings applies when it is reached. */
        char *next = mmap(NULL, BYTES_PER_MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                          -1, 0);
        if (next == MAP_FAILED) refuse(BYTES_PER_MIB);
        madvise(next, BYTES_PER_MIB, MADV_NOHUGEPAGE);
        for (size_t step = 0; step < STEPS_PER_MIB; step++) {
            wait_until_due(growth, start, bytes);
            write_pages(next + step * STEP_BYTES, STEP_BYTES);
            bytes += STEP_BYTES;
        }
    }
    return NULL;
}

int run_grow(struct arguments arguments) {
    long threads = option(arguments, "--threads", 1);
    if (threads < 1 || threads > THREADS_MAX) return EX_USAGE;
    size_t limit_mib = (size_t)option(arguments, "--limit", LIMIT_MIB_DEFAULT);
    struct growth growth = {
        .bytes_per_second = (double)mib_at(arguments, 0) / (double)threads,
        .limit_bytes = limit_mib * BYTES_PER_MIB / (size_t)threads,
    };
    pthread_t others[THREADS_MAX];
    for (long index = 1; index < threads; index++) {
        if (pthread_create(&others[index], NULL, grow, &growth) != 0) return EX_OSERR;
    }
    grow(&growth);
    for (long index = 1; index < threads; index++) pthread_join(others[index], NULL);
    return 0;
}
