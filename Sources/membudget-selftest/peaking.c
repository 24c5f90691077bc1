/* `peak`: threads on all processors that hold known memory at once, and the kernel's count of it
   according to the page tables. */
#define _GNU_SOURCE
#include "selftest.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#define THREADS_MAX 64
#define PAGE_BYTES 4096
#define TEXT_BYTES 4096

static size_t share_bytes;
static bool releases;
static pthread_barrier_t held, walked;

/* Per-processor and per-thread counters are least exact when all of them are in use. */
static void move_to(long processor) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor % sysconf(_SC_NPROCESSORS_ONLN), &one);
    sched_setaffinity(0, sizeof one, &one);
}

static void *hold(void *index) {
    move_to((long)index);
    void *start = touch_bytes(share_bytes);
    pthread_barrier_wait(&held);
    pthread_barrier_wait(&walked);
    if (releases && start) munmap(start, share_bytes);
    return NULL;
}

/* Returns resident memory in KiB according to the page tables; -1 if not available. */
static long walk_kib(void) {
    char text[TEXT_BYTES];
    int file = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? -1 : read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return -1;
    text[count] = '\0';
    const char *line = strstr(text, "\nRss:");
    return line ? atol(line + strlen("\nRss:")) : -1;
}

static void say_walk(void) {
    printf("walked_kib %ld\n", walk_kib());
    fflush(stdout);
}

int run_peak(struct arguments arguments) {
    long threads = number_at(arguments, 0);
    if (threads < 1 || threads > THREADS_MAX) return EX_USAGE;
    share_bytes = (size_t)number_at(arguments, 1) * PAGE_BYTES;
    releases = option(arguments, "--release", 0) != 0;
    pthread_barrier_init(&held, NULL, (unsigned)threads + 1);
    pthread_barrier_init(&walked, NULL, (unsigned)threads + 1);
    /* A first reading, so that the memory needed for reading and printing already exists. */
    say_walk();
    pthread_t all[THREADS_MAX];
    for (long index = 0; index < threads; index++) {
        if (pthread_create(&all[index], NULL, hold, (void *)index) != 0) return EX_OSERR;
    }
    pthread_barrier_wait(&held);
    say_walk();
    sleep_ms(option(arguments, "--hold-ms", 0));
    /* Exits with all memory in place and no further page, or after all threads released theirs. */
    if (!releases) _exit(0);
    pthread_barrier_wait(&walked);
    for (long index = 0; index < threads; index++) pthread_join(all[index], NULL);
    return 0;
}
