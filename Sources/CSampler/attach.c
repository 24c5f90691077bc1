/* Finds the process's table, only in the folder of tables that the environment names. */
#define _GNU_SOURCE
#include "real.h"
#include "sampler.h"
#include "section.h"
#include "stack.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#define INTERVAL_BYTES_MIN 1024
#define INTERVAL_BYTES_DEFAULT (512 * 1024)
/* The maximum number of programs profiled in one process, which may run one after another. */
#define IMAGES_MAX 64

/* Not getenv: shells define their own, which is not ready before their main. */
static const char *variable(char **environment, const char *name) {
    size_t length = strlen(name);
    for (; environment && *environment; environment++) {
        if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=') {
            return *environment + length + 1;
        }
    }
    return NULL;
}

static uint64_t number(const char *text) {
    uint64_t value = 0;
    for (; *text >= '0' && *text <= '9' && value < UINT64_MAX / 100; text++) {
        value = value * 10 + (uint64_t)(*text - '0');
    }
    return value;
}

static uint64_t asked_interval(char **environment) {
    const char *text = variable(environment, SAMPLE_TABLE_INTERVAL_VARIABLE);
    uint64_t bytes = text ? number(text) : 0;
    if (bytes == 0) return INTERVAL_BYTES_DEFAULT;
    return bytes < INTERVAL_BYTES_MIN ? INTERVAL_BYTES_MIN : bytes;
}

static struct sample_table *map(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return NULL;
    off_t size = lseek(file, 0, SEEK_END);
    void *mapping = MAP_FAILED;
    if (size >= (off_t)sizeof(struct sample_table) ||
        (size >= 0 && ftruncate(file, sizeof(struct sample_table)) == 0)) {
        mapping = mmap(NULL, sizeof(struct sample_table), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    }
    close(file);
    return mapping == MAP_FAILED ? NULL : mapping;
}

/* Takes the first table of this process that no earlier program of it has taken. */
static struct sample_table *claim(const char *folder) {
    char path[PATH_MAX];
    for (int image = 0; image < IMAGES_MAX; image++) {
        int length = snprintf(path, sizeof path, "%s/%d-%d", folder, (int)getpid(), image);
        if (length < 0 || length >= (int)sizeof path) return NULL;
        struct sample_table *table = map(path);
        if (!table) return NULL;
        uint64_t nobody = 0;
        if (__atomic_compare_exchange_n(&table->header.process_id, &nobody, (uint64_t)getpid(), false,
                                        __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
            return table;
        }
        munmap(table, sizeof *table);
    }
    return NULL;
}

static uint64_t random_seed(void) {
    uint64_t seed = 0;
    const void *random = (const void *)getauxval(AT_RANDOM);
    if (random) memcpy(&seed, random, sizeof seed);
    return seed;
}

static void fill_header(struct sample_header *header, char **environment) {
    header->started_ns = sampler_now_ns(CLOCK_MONOTONIC);
    const char *seed = variable(environment, SAMPLE_TABLE_SEED_VARIABLE);
    header->seed = seed ? number(seed) : random_seed();
    const char *check = variable(environment, SAMPLE_TABLE_CHECK_VARIABLE);
    header->is_checking = check && number(check) == 1;
}

__attribute__((constructor(101))) static void attach(int count, char **arguments,
                                                     char **environment) {
    (void)count;
    (void)arguments;
    sampler_real_find();
    const char *folder = variable(environment, SAMPLE_TABLE_VARIABLE);
    struct sample_table *table = folder ? claim(folder) : NULL;
    if (!table) {
        sampler_stop();
        return;
    }
    fill_header(&table->header, environment);
    sampler_table_start(table, asked_interval(environment));
    sampler_stack_start();
    if (!sampler_start(table)) sampler_stop();
}

__attribute__((destructor)) static void end(void) {
    struct sample_table *table = sampler_state.table;
    if (table) __atomic_store_n(&table->header.has_ended, 1, __ATOMIC_RELEASE);
}
