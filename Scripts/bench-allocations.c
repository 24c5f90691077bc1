/* Allocates and releases blocks at a given rate, with a given amount live, and touches each:
 *
 *     bench-allocations MILLIONS_PER_SECOND SECONDS LIVE_MIB
 *
 * The number of allocations is fixed, MILLIONS_PER_SECOND x SECONDS million: a profiler that can't
  * keep up makes the program take longer. Sizes are 16 to 512 bytes, as in most programs. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SIZE_MIN 16
#define SIZE_MAX_BYTES 512
#define SIZE_MEAN ((SIZE_MIN + SIZE_MAX_BYTES) / 2)
/* The number of allocations between two looks at the clock. */
#define BATCH 10000

static uint64_t state = 42;

static uint64_t next_random(void) {
    uint64_t mixed = state += 0x9e3779b97f4a7c15ULL; /* splitmix64 */
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
}

static int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void sleep_until(int64_t due_ns) {
    struct timespec due = {.tv_sec = due_ns / 1000000000, .tv_nsec = due_ns % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
}

/* Call sites; the one that allocates is chosen at random. */
#define SITE(name) \
    __attribute__((noinline)) static void *name(size_t bytes) { \
        char *block = malloc(bytes); \
        if (!block) exit(1); \
        block[0] = 1; \
        block[bytes - 1] = 1; \
        return block; \
    }
SITE(first_site)
SITE(second_site)
SITE(third_site)
SITE(fourth_site)

static void *allocate(uint64_t random) {
    size_t bytes = SIZE_MIN + (random >> 8) % (SIZE_MAX_BYTES - SIZE_MIN + 1);
    switch (random % 4) {
    case 0: return first_site(bytes);
    case 1: return second_site(bytes);
    case 2: return third_site(bytes);
    default: return fourth_site(bytes);
    }
}

int main(int count, char **values) {
    if (count != 4) {
        fprintf(stderr, "bench-allocations MILLIONS_PER_SECOND SECONDS LIVE_MIB\n");
        return 64;
    }
    double per_second = atof(values[1]) * 1e6;
    int64_t total = (int64_t)(per_second * atof(values[2]));
    size_t slots = ((size_t)atol(values[3]) << 20) / SIZE_MEAN;
    void **blocks = calloc(slots, sizeof *blocks);
    if (!blocks) return 1;
    int64_t start_ns = now_ns();
    for (int64_t done = 0; done < total; done++) {
        uint64_t random = next_random();
        size_t slot = (random >> 20) % slots;
        free(blocks[slot]);
        blocks[slot] = allocate(random);
        if (done % BATCH == 0) sleep_until(start_ns + (int64_t)((double)done / per_second * 1e9));
    }
    return 0;
}
