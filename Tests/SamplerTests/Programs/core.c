/* Calls the sampler's core directly, like its hooks: in 8 threads that allocate, resize and release,
   in signal handlers, in forked children, and in more threads than the table has room for. This is
   for sanitizers, which don't allow preloading.

   Blocks of signal handlers are only addresses: malloc may not be called there. */
#define _GNU_SOURCE
#include "sampler.h"
#include "stack.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8
#define ROUNDS 20000
#define HELD 64
#define SHORT_THREADS (SAMPLE_TABLE_THREADS + 100)
#define INTERVAL_BYTES 4096

static void *noted_malloc(size_t size) {
    void *block = malloc(size);
    if (block && sampler_is_on()) sampler_allocated(block, size, size);
    return block;
}

static void noted_free(void *block, size_t size) {
    if (block && sampler_is_on()) sampler_releasing(block, size);
    free(block);
}

/* Every other time, the allocator refuses, and the block stays unchanged. */
static void *noted_realloc(void *block, size_t size, size_t new_size, int is_refused) {
    bool is_on = sampler_is_on();
    struct sampler_resize resize = {0};
    if (is_on) resize = sampler_resizing(block, size);
    void *resized = is_refused ? NULL : realloc(block, new_size);
    if (is_on) sampler_resized(&resize, resized != NULL);
    if (resized) {
        if (is_on) sampler_allocated(resized, new_size, new_size);
        return resized;
    }
    return block;
}

static void handle(int signal) {
    (void)signal;
    static __thread uintptr_t last;
    if (!last) last = (uintptr_t)&last << 16;
    void *block = (void *)(last += 64);
    if (!sampler_is_on()) return;
    sampler_allocated(block, 20000, 20000);
    sampler_map(block, 4096, false);
    sampler_releasing(block, 20000);
    sampler_unmap(block, 4096);
}

static void fork_once(void) {
    pid_t child = fork();
    if (child == 0) {
        void *block = noted_malloc(100000);
        noted_free(block, 100000);
        _exit(sampler_is_on());
    }
    int status = 1;
    waitpid(child, &status, 0);
    if (status != 0) abort();
}

static void *work(void *argument) {
    unsigned random = (unsigned)(uintptr_t)argument;
    struct {
        void *block;
        size_t size;
    } held[HELD] = {0};
    for (int round = 0; round < ROUNDS; round++) {
        random = random * 1664525 + 1013904223;
        unsigned index = (random >> 8) % HELD, size = 1 + (random >> 14) % 3000;
        if (!held[index].block) {
            held[index].block = noted_malloc(size);
            held[index].size = size;
        } else if (random >> 31) {
            int is_refused = random >> 30 & 1;
            held[index].block = noted_realloc(held[index].block, held[index].size, size, is_refused);
            if (!is_refused) held[index].size = size;
        } else {
            noted_free(held[index].block, held[index].size);
            held[index].block = NULL;
        }
        if (round % 500 == 0) raise(SIGUSR1);
        if (round % 5000 == 0) fork_once();
    }
    for (int index = 0; index < HELD; index++) noted_free(held[index].block, held[index].size);
    return NULL;
}

static void *work_shortly(void *unused) {
    (void)unused;
    void *block = noted_malloc(5000);
    noted_free(block, 5000);
    return NULL;
}

static void run(pthread_t *threads, int count, void *(*body)(void *)) {
    for (int index = 0; index < count; index++) {
        if (pthread_create(&threads[index], NULL, body, (void *)(uintptr_t)(index + 1)) != 0) abort();
    }
    for (int index = 0; index < count; index++) pthread_join(threads[index], NULL);
}

static int64_t live_bytes(const struct sample_table *table) {
    int64_t live = (int64_t)table->header.live_bytes;
    for (uint64_t index = 1; index < table->header.thread_count; index++) {
        live += table->threads[index].pending_bytes;
    }
    return live;
}

static int fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    return 1;
}

int main(void) {
    struct sample_table *table = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE,
                                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (table == MAP_FAILED) return fail("no memory for the table");
    sampler_table_start(table, INTERVAL_BYTES);
    sampler_stack_start();
    if (!sampler_start(table)) return fail("the sampler did not start");
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    pthread_t threads[THREADS];
    run(threads, THREADS, work);
    for (unsigned done = 0; done < SHORT_THREADS; done += THREADS) run(threads, THREADS, work_shortly);
    if (table->header.site_count < 2 || table->header.peak_live_bytes == 0) return fail("nothing sampled");
    if (table->header.live_sample_count != 0) return fail("a released block is still live");
    if (live_bytes(table) != 0) return fail("live bytes are not what was allocated less what was released");
    if (table->header.lost_sample_count != 0) return fail("lost samples");
    return 0;
}
