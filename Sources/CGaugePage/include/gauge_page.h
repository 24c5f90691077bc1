/*
 * The gauge page: 4 KiB of shared memory, one file per trial. The harness creates it, and the
 * preloaded agent and the worker write it while the trial runs. It is kept in a file, so the last
 * values survive the death of their writer, even by SIGKILL.
 *
 * Every field is one naturally aligned 64-bit word, written and read atomically: a reader sees each
 * value whole, never a mixture. Each field has one writer, except for agent_attached. Sizes are in
 * bytes, times are CLOCK_MONOTONIC nanoseconds.
 */
#ifndef GAUGE_PAGE_H
#define GAUGE_PAGE_H

#include <stdint.h>

#define GAUGE_PAGE_BYTES 4096
#define GAUGE_PAGE_MAGIC 0x316567756167626dULL /* "mbgauge1", little-endian */
#define GAUGE_PAGE_VERSION 1
/* The environment variable that holds the page's path. */
#define GAUGE_PAGE_VARIABLE "MEMBUDGET_GAUGE_PAGE"
#define GAUGE_PAGE_PHASE_BYTES 64
#define GAUGE_PAGE_VERSION_BYTES 64

struct gauge_page {
    /* Written by the harness before the command starts. */
    uint64_t magic;
    uint64_t version;
    uint64_t process_id;        /* the launched process: no other may write the page */
    uint64_t agent_interval_ns; /* the interval at which the agent refreshes its gauges */

    /* Written by the agent. */
    /* 1 once the agent runs beside jemalloc in the launched process; a harness that sees the
       process execute another program sets it to 0 before that program runs. */
    uint64_t agent_attached;
    uint64_t agent_reading_count;
    uint64_t live_bytes;        /* jemalloc stats.allocated: size-class rounded */
    uint64_t peak_live_bytes;   /* the highest reading of live_bytes, over all images */
    uint64_t active_bytes;
    uint64_t resident_bytes;
    uint64_t mapped_bytes;
    uint64_t retained_bytes;
    uint64_t metadata_bytes;
    uint64_t reading_time_ns;   /* the time of these readings */

    /* Written by the worker. */
    uint64_t worker_attached;
    uint64_t units_done;
    uint64_t units_failed;      /* counted as rejected, never lost */
    uint64_t units_total;       /* 0 = unknown */
    uint64_t phase_sequence;    /* odd while `phase` is being written */
    char phase[GAUGE_PAGE_PHASE_BYTES]; /* UTF-8, NUL-terminated */

    /* Written by the agent. */
    uint64_t agent_pause_ns;    /* between its readings; longer if they are expensive */
    char allocator_version[GAUGE_PAGE_VERSION_BYTES]; /* NUL-terminated, before agent_attached */
    uint64_t image;             /* AT_RANDOM: the program image; set before agent_attached too */
};

_Static_assert(sizeof(struct gauge_page) <= GAUGE_PAGE_BYTES, "the gauges fit the page");

static inline uint64_t gauge_page_load(const uint64_t *_Nonnull field) {
    return __atomic_load_n(field, __ATOMIC_ACQUIRE);
}

static inline void gauge_page_store(uint64_t *_Nonnull field, uint64_t value) {
    __atomic_store_n(field, value, __ATOMIC_RELEASE);
}

/* Adds to a counter that several threads of its one writer share. */
static inline void gauge_page_add(uint64_t *_Nonnull field, uint64_t amount) {
    __atomic_fetch_add(field, amount, __ATOMIC_RELAXED);
}

/* Writes a phase name, which is truncated to fit. One writer only. A reader that sees the same even
   sequence before and after copying the name has read a complete one. */
void gauge_page_set_phase(struct gauge_page *_Nonnull page, const char *_Nonnull name);

#endif
