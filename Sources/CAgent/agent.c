/*
 * The agent: a library that the harness preloads after jemalloc,
 *
 *     LD_PRELOAD="libjemalloc.so.2:/path/to/libmembudget-agent.so"
 *
 * and that writes jemalloc's gauges to the trial's gauge page while the program runs.
 *
 * The agent must stay invisible. So it prints nothing, returns no error, keeps no file open, blocks
 * every signal in its thread, and does nothing in any process but the one that the page names:
 * children inherit the preload, but are not measured. exec keeps the process, so the agent attaches
 * again in the next image, identifies that image, and keeps the peak. If jemalloc does not serve
 * the program's malloc, the page's `agent_attached` stays 0.
 *
 * A second thread has side effects: /proc/PID/status counts it, and glibc can't use its
 * single-threaded shortcuts. `--allocator system` runs without the agent.
 */
#include "gauge_page.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_NS_DEFAULT 2000000ULL
#define INTERVAL_NS_MAX 1000000000ULL
/* The minimum pause, as a multiple of a reading's cost: under one percent of a core. */
#define PAUSE_PER_COST 125
#define STACK_BYTES 65536
#define PROBE_BYTES 1000
#define NAME_LENGTH_MAX 4
#define NANOSECONDS_PER_SECOND 1000000000ULL

/* jemalloc's own interface, missing unless jemalloc is loaded. */
extern int mallctl(const char *name, void *old, size_t *old_size, void *new, size_t new_size)
    __attribute__((weak));
extern int mallctlnametomib(const char *name, size_t *mib, size_t *length) __attribute__((weak));
extern int mallctlbymib(const size_t *mib, size_t length, void *old, size_t *old_size, void *new,
                        size_t new_size) __attribute__((weak));

struct gauge {
    const char *name;
    size_t field; /* its offset in the page */
    size_t mib[NAME_LENGTH_MAX];
    size_t mib_length;
};

static struct gauge gauges[] = {
    {.name = "stats.allocated", .field = offsetof(struct gauge_page, live_bytes)},
    {.name = "stats.active", .field = offsetof(struct gauge_page, active_bytes)},
    {.name = "stats.resident", .field = offsetof(struct gauge_page, resident_bytes)},
    {.name = "stats.mapped", .field = offsetof(struct gauge_page, mapped_bytes)},
    {.name = "stats.retained", .field = offsetof(struct gauge_page, retained_bytes)},
    {.name = "stats.metadata", .field = offsetof(struct gauge_page, metadata_bytes)},
};
static const size_t gauge_count = sizeof gauges / sizeof gauges[0];
static struct gauge epoch = {.name = "epoch"};

static struct gauge_page *page; /* NULL unless this is the measured process */
static pid_t owner;
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;
static bool has_ended; /* under `reading` */

static uint64_t now_ns(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)time.tv_nsec;
}

/* --- Reading jemalloc --- */

static bool resolve(struct gauge *gauge) {
    gauge->mib_length = NAME_LENGTH_MAX;
    return mallctlnametomib(gauge->name, gauge->mib, &gauge->mib_length) == 0;
}

static uint64_t thread_allocated(void) {
    uint64_t bytes = 0;
    size_t size = sizeof bytes;
    return mallctl("thread.allocated", &bytes, &size, NULL, 0) == 0 ? bytes : 0;
}

/* Whether malloc is this jemalloc's: a program may bring an allocator of its own. */
static bool serves_malloc(void) {
    uint64_t before = thread_allocated();
    void *volatile probe = malloc(PROBE_BYTES);
    bool moved = thread_allocated() >= before + PROBE_BYTES;
    free(probe);
    return moved;
}

static bool find_jemalloc(void) {
    if (!mallctl || !mallctlnametomib || !mallctlbymib || !serves_malloc()) return false;
    for (size_t index = 0; index < gauge_count; index++) {
        if (!resolve(&gauges[index])) return false;
    }
    return resolve(&epoch);
}

static void read_gauges(void) {
    uint64_t next = 1;
    mallctlbymib(epoch.mib, epoch.mib_length, NULL, NULL, &next, sizeof next);
    for (size_t index = 0; index < gauge_count; index++) {
        const struct gauge *gauge = &gauges[index];
        size_t bytes = 0;
        size_t size = sizeof bytes;
        if (mallctlbymib(gauge->mib, gauge->mib_length, &bytes, &size, NULL, 0) != 0) continue;
        gauge_page_store((uint64_t *)(void *)((char *)page + gauge->field), bytes);
    }
    uint64_t live = gauge_page_load(&page->live_bytes);
    if (live > gauge_page_load(&page->peak_live_bytes)) {
        gauge_page_store(&page->peak_live_bytes, live);
    }
    gauge_page_store(&page->reading_time_ns, now_ns(CLOCK_MONOTONIC));
    gauge_page_store(&page->agent_reading_count, gauge_page_load(&page->agent_reading_count) + 1);
}

/* --- The thread --- */

static bool read_unless_ended(void) {
    pthread_mutex_lock(&reading);
    bool goes_on = !has_ended;
    if (goes_on) read_gauges();
    pthread_mutex_unlock(&reading);
    return goes_on;
}

static uint64_t asked_interval_ns(void) {
    uint64_t asked = gauge_page_load(&page->agent_interval_ns);
    if (asked == 0) return INTERVAL_NS_DEFAULT;
    return asked < INTERVAL_NS_MAX ? asked : INTERVAL_NS_MAX;
}

/* A refresh visits every arena, so its cost depends on the program: expensive readings are rare. */
static uint64_t pause_ns(uint64_t asked, uint64_t mean_cost) {
    uint64_t affordable = mean_cost * PAUSE_PER_COST;
    if (affordable > INTERVAL_NS_MAX) affordable = INTERVAL_NS_MAX;
    return asked > affordable ? asked : affordable;
}

static void *keep_reading(void *unused) {
    prctl(PR_SET_NAME, "membudget-agent", 0, 0, 0);
    uint64_t asked = asked_interval_ns();
    uint64_t mean_cost = 0;
    /* The thread's first use of jemalloc creates an arena, which costs ten times as much as a
       reading. */
    read_unless_ended();
    uint64_t spent = now_ns(CLOCK_THREAD_CPUTIME_ID);
    while (read_unless_ended()) {
        uint64_t pause = pause_ns(asked, mean_cost);
        gauge_page_store(&page->agent_pause_ns, pause);
        struct timespec time = {.tv_sec = (time_t)(pause / NANOSECONDS_PER_SECOND),
                                .tv_nsec = (long)(pause % NANOSECONDS_PER_SECOND)};
        clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
        uint64_t total = now_ns(CLOCK_THREAD_CPUTIME_ID);
        mean_cost = mean_cost == 0 ? total - spent : (7 * mean_cost + total - spent) / 8;
        spent = total;
    }
    return unused;
}

/* The program's signals must never be delivered to our thread, so it starts with all blocked. */
static bool start_thread(void) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    int error = pthread_create(&thread, &attributes, keep_reading, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return error == 0;
}

/* --- The page --- */

/* Not getenv: shells define their own, which is not ready before their main. */
static const char *page_path(char **environment) {
    const size_t length = sizeof GAUGE_PAGE_VARIABLE - 1;
    for (; environment && *environment; environment++) {
        const char *entry = *environment;
        if (strncmp(entry, GAUGE_PAGE_VARIABLE, length) == 0 && entry[length] == '=') {
            return entry + length + 1;
        }
    }
    return NULL;
}

static struct gauge_page *map_file(const char *path) {
    int file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return NULL;
    struct stat status;
    void *mapping = MAP_FAILED;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size >= GAUGE_PAGE_BYTES) {
        mapping = mmap(NULL, GAUGE_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    }
    close(file);
    return mapping == MAP_FAILED ? NULL : mapping;
}

/* Opens the page, if it is valid and names this process. */
static struct gauge_page *open_page(const char *path) {
    struct gauge_page *candidate = map_file(path);
    if (!candidate) return NULL;
    if (gauge_page_load(&candidate->magic) == GAUGE_PAGE_MAGIC &&
        gauge_page_load(&candidate->version) == GAUGE_PAGE_VERSION &&
        gauge_page_load(&candidate->process_id) == (uint64_t)getpid()) {
        return candidate;
    }
    munmap(candidate, GAUGE_PAGE_BYTES);
    return NULL;
}

/* --- Start and end --- */

static void tell_version(void) {
    const char *version = NULL;
    size_t size = sizeof version;
    if (mallctl("version", &version, &size, NULL, 0) != 0 || !version) return;
    strncpy(page->allocator_version, version, GAUGE_PAGE_VERSION_BYTES - 1);
}

__attribute__((constructor)) static void attach(int count, char **arguments, char **environment) {
    (void)count;
    (void)arguments;
    const char *path = page_path(environment);
    struct gauge_page *candidate = path ? open_page(path) : NULL;
    if (!candidate) return;
    if (!find_jemalloc()) {
        munmap(candidate, GAUGE_PAGE_BYTES);
        return;
    }
    page = candidate;
    owner = getpid();
    tell_version();
    gauge_page_store(&page->image, getauxval(AT_RANDOM));
    gauge_page_store(&page->agent_attached, 1);
    /* The first reading is made here, so that even the shortest program has one. */
    read_unless_ended();
    start_thread();
}

/* A forked child runs this too: it is not the measured process and writes nothing. */
__attribute__((destructor)) static void read_once_more(void) {
    if (!page || getpid() != owner) return;
    pthread_mutex_lock(&reading);
    if (!has_ended) read_gauges();
    has_ended = true;
    pthread_mutex_unlock(&reading);
}
