/* `stress`: programs that stress preloaded libraries, and print the same result each time. */
#define _GNU_SOURCE
#include "selftest.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

extern char **environ;

#define THREADS_MAX 64
#define BLOCKS 64

/* Each block holds its own checksum, which reveals a block with two owners. */
struct block {
    uint32_t size, sum;
    unsigned char bytes[];
};

static uint32_t sum_of(const struct block *block) {
    uint32_t sum = block->size;
    for (uint32_t index = 0; index < block->size; index += 61) sum = sum * 31 + block->bytes[index];
    return sum;
}

static struct block *filled(struct block *block, uint32_t size) {
    if (!block) abort();
    block->size = size;
    memset(block->bytes, (int)(size * 7), size);
    block->sum = sum_of(block);
    return block;
}

static void check(const struct block *block) {
    if (block->sum != sum_of(block)) abort();
}

static uint32_t next(uint32_t *random) {
    *random = *random * 1664525 + 1013904223;
    return *random >> 8;
}

/* Blocks shared by all threads, so that some are released by a different thread. */
static struct block *_Atomic shared[BLOCKS];

static void *churn(void *argument) {
    uint32_t random = (uint32_t)(uintptr_t)argument;
    for (int round = 0; round < 20000; round++) {
        struct block *block = atomic_exchange(&shared[next(&random) % BLOCKS], NULL);
        uint32_t size = 1 + next(&random) % (round % 100 == 0 ? 200000 : 2000);
        if (block) check(block);
        if (block && next(&random) % 2 == 0) {
            free(block);
            block = NULL;
        }
        block = filled(realloc(block, sizeof *block + size), size);
        struct block *other = atomic_exchange(&shared[next(&random) % BLOCKS], block);
        if (!other) continue;
        check(other);
        free(other);
    }
    return NULL;
}

static void churn_in(long threads) {
    pthread_t all[THREADS_MAX];
    for (long index = 0; index < threads; index++) {
        if (pthread_create(&all[index], NULL, churn, (void *)(uintptr_t)(index + 1)) != 0) exit(EX_OSERR);
    }
    for (long index = 0; index < threads; index++) pthread_join(all[index], NULL);
    for (int index = 0; index < BLOCKS; index++) free(atomic_exchange(&shared[index], NULL));
}

static atomic_long handled;

/* May interrupt malloc, so it maps memory instead. */
static void handle(int signal) {
    (void)signal;
    void *start = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) _exit(EX_OSERR);
    *(volatile char *)start = 1;
    munmap(start, 65536);
    atomic_fetch_add(&handled, 1);
}

static void under_signals(void) {
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval often = {.it_interval = {0, 200}, .it_value = {0, 200}}, never = {0};
    setitimer(ITIMER_REAL, &often, NULL);
    while (atomic_load(&handled) < 300) churn_in(4);
    setitimer(ITIMER_REAL, &never, NULL);
}

/* Children that fork again, execute, or only allocate; their exit status shows success. */
static int child_of(int round) {
    pid_t child = round % 3 == 1 ? vfork() : fork();
    if (child == 0) {
        if (round % 3 == 1) {
            execl("/bin/sh", "sh", "-c", "exit 7", (char *)NULL);
            _exit(EX_OSERR);
        }
        if (round % 3 == 2) {
            pid_t grandchild = fork();
            if (grandchild == 0) _exit(7);
            int status = 0;
            waitpid(grandchild, &status, 0);
            _exit(WIFEXITED(status) ? WEXITSTATUS(status) : EX_OSERR);
        }
        for (int index = 0; index < BLOCKS; index++) shared[index] = NULL;
        churn((void *)(uintptr_t)round);
        _exit(7);
    }
    return child;
}

static void *fork_often(void *sum) {
    for (int round = 0; round < 24; round++) {
        pid_t child;
        char *arguments[] = {"sh", "-c", "exit 7", NULL};
        if (round % 4 == 3) {
            if (posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) != 0) abort();
        } else {
            child = child_of(round);
        }
        int status = 0;
        waitpid(child, &status, 0);
        atomic_fetch_add((atomic_long *)sum, WIFEXITED(status) ? WEXITSTATUS(status) : 1000);
    }
    return NULL;
}

static long under_forks(void) {
    atomic_long sum = 0;
    pthread_t all[4];
    for (int index = 0; index < 4; index++) {
        void *(*body)(void *) = index < 2 ? fork_often : churn;
        void *argument = index < 2 ? (void *)&sum : (void *)(uintptr_t)index;
        if (pthread_create(&all[index], NULL, body, argument) != 0) exit(EX_OSERR);
    }
    for (int index = 0; index < 4; index++) pthread_join(all[index], NULL);
    return atomic_load(&sum);
}

int run_stress(struct arguments arguments) {
    if (strcmp(arguments.values[0], "threads") == 0) {
        churn_in(THREADS_MAX);
        puts("64 threads are done");
    } else if (strcmp(arguments.values[0], "signals") == 0) {
        under_signals();
        puts("300 signals and more were handled");
    } else if (strcmp(arguments.values[0], "forks") == 0) {
        printf("48 children returned %ld\n", under_forks());
    } else {
        return EX_USAGE;
    }
    return 3;
}
