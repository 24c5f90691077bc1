/*
 * The sample table: the preloaded sampler's records about a profiled process, in a shared file that
 * outlives it. The harness creates the file, the sampler writes it, and readers don't need the
 * process: after SIGKILL, the table is complete up to the last call that returned.
 *
 * The arrays:
 *
 *   frames    a tree of return addresses. A stack is one frame and its ancestors up to frame 0,
 *             so that stacks share their common part.
 *   sites     one per sampled stack: current live sums, those at the peak, and totals.
 *   samples   the sampled live blocks. Released entries are reused, last in, first out.
 *   threads   one per thread: counted bytes not yet added to the header.
 *
 * Index 0 of frames, sites, samples and threads means none. The arrays are filled from the start,
 * so that only a few of their pages are ever touched.
 *
 * Sizes are in bytes, times are CLOCK_MONOTONIC nanoseconds. A weight is the number of bytes that a
 * sampled block represents: size / (1 - e^(-size / interval)).
 */
#ifndef SAMPLE_TABLE_H
#define SAMPLE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define SAMPLE_TABLE_MAGIC 0x31656c706d61736dULL /* "msample1", little-endian */
/* Must be raised when the meaning of a field changes; other changes alter the layout's hash. */
#define SAMPLE_TABLE_VERSION 2
/* The environment variable that holds the folder of the tables: one file per program image,
   `PID-N`, N from 0. */
#define SAMPLE_TABLE_VARIABLE "MEMBUDGET_SAMPLE_TABLES"
/* The variable that holds the sampling interval in bytes. */
#define SAMPLE_TABLE_INTERVAL_VARIABLE "MEMBUDGET_SAMPLE_INTERVAL"

/* The variable that holds a seed, to repeat a run. */
#define SAMPLE_TABLE_SEED_VARIABLE "MEMBUDGET_SAMPLE_SEED"

/* The variable that, set to 1, reads each stack twice and counts those that differ. */
#define SAMPLE_TABLE_CHECK_VARIABLE "MEMBUDGET_SAMPLE_CHECK"

#define SAMPLE_TABLE_FRAMES (1u << 16)
#define SAMPLE_TABLE_SITES (1u << 14)
#define SAMPLE_TABLE_SAMPLES (1u << 16)
#define SAMPLE_TABLE_THREADS (1u << 10)
#define SAMPLE_TABLE_MAPS (1u << 12)
/* Numbers of hash buckets and bits; powers of two. */
#define SAMPLE_TABLE_FRAME_BUCKETS (1u << 13)
#define SAMPLE_TABLE_SAMPLE_BUCKETS (1u << 12)
#define SAMPLE_TABLE_FILTER_BITS (1u << 17)

/* A return address and its caller. */
struct sample_frame {
    uint64_t address;
    uint32_t parent; /* its caller's frame; 0 for the outermost */
    uint32_t next;   /* in the same bucket */
    uint32_t site;   /* the site whose innermost frame this is */
    uint32_t reserved;
};

/* The allocations that sampled blocks represent. */
struct sample_sum {
    uint64_t samples; /* blocks that were sampled */
    double bytes;     /* the sum of their weights */
    double variance;  /* of that sum: size^2 (1 - p) / p^2, p = 1 - e^(-size / interval) */
    double count;     /* the number of blocks represented: the sum of 1 / p */
};

struct sample_site {
    uint32_t frame;         /* the innermost frame of its stack */
    uint32_t reserved;
    uint64_t peak_index;    /* the peak of `at_peak`; at every later one, `live` was live */
    struct sample_sum live;
    struct sample_sum at_peak;
    struct sample_sum total;
    double total_count;     /* blocks ever allocated, estimated */
    double temporary_count; /* of these, released before their thread's next allocation */
};

/* A live block that was sampled. */
struct sample {
    uint64_t address;  /* 0 once it is released */
    uint64_t size;     /* usable bytes */
    uint64_t requested; /* requested bytes */
    uint64_t interval; /* the interval in force when it was sampled */
    uint64_t order;    /* the number of allocations its thread had made */
    uint32_t site;
    uint32_t thread;
    uint32_t next;     /* in the same bucket, or the next free one */
    uint32_t reserved;
};

/* Anonymous memory that was mapped and still exists. */
struct sample_map {
    uint64_t start; /* 0 for a free entry */
    uint64_t bytes;
    uint32_t frame; /* the innermost frame of the stack that mapped it */
    uint32_t is_allocators; /* 1 if the allocator mapped it for its own use */
};

/* A thread's counters, written by that thread alone. */
struct sample_thread {
    int64_t pending_bytes;      /* allocated less released, not yet added to the header */
    int64_t pending_peak_bytes; /* the maximum of pending_bytes since then */
    uint64_t allocation_count;
    uint64_t allocated_bytes;
    uint64_t thread_id;
    uint64_t stack_address;     /* an address on its stack */
    uint64_t reserved[2];       /* fills a cache line */
};

struct sample_header {
    uint64_t magic;
    uint64_t layout;          /* sample_table_layout of the sampler that wrote it */
    uint64_t process_id;
    uint64_t seed;            /* of the random countdowns */
    uint64_t started_ns;

    uint64_t interval_bytes;  /* current; raised while sampling costs too much */
    uint64_t first_interval_bytes;

    uint64_t live_bytes;      /* exact, except for bytes pending in threads */
    uint64_t peak_live_bytes; /* the highest live_bytes */
    uint64_t peak_index;      /* the number of new peaks recorded */

    uint64_t frame_count;     /* in use, including entry 0; also for the next two */
    uint64_t site_count;
    uint64_t sample_count;    /* used so far, including released ones */
    uint64_t thread_count;
    uint64_t free_sample;     /* the first released one */
    uint64_t live_sample_count;
    uint64_t map_count;       /* used so far, including free ones */
    uint64_t lost_map_count;  /* maps without a free entry */
    uint64_t lost_sample_count; /* blocks not sampled because the table was full */

    uint64_t walked_stack_count;    /* stacks read with cached rows of the unwind tables */
    uint64_t unwound_stack_count;   /* stacks read by the unwinder */
    uint64_t is_checking;           /* 1 if the unwinder also reads all stacks */
    uint64_t differing_stack_count; /* stacks that it read differently */

    uint64_t sampling_ns;     /* the cost of taking and dropping samples */
    uint64_t has_ended;       /* 1 once the program left by exit */
};

struct sample_table {
    struct sample_header header;
    uint8_t padding[4096 - sizeof(struct sample_header)];
    uint64_t filter[SAMPLE_TABLE_FILTER_BITS / 64]; /* a bit is set if a live sample hashes to it */
    uint32_t sample_buckets[SAMPLE_TABLE_SAMPLE_BUCKETS];
    uint32_t frame_buckets[SAMPLE_TABLE_FRAME_BUCKETS];
    struct sample_thread threads[SAMPLE_TABLE_THREADS];
    struct sample samples[SAMPLE_TABLE_SAMPLES];
    struct sample_site sites[SAMPLE_TABLE_SITES];
    struct sample_frame frames[SAMPLE_TABLE_FRAMES];
    struct sample_map maps[SAMPLE_TABLE_MAPS];
};

/*
 * A phase file, `PID-N.phaseK` beside the table `PID-N`, K from 0: the memory of each site when the
 * program began a phase of its work. The program writes this header, followed by its first
 * `site_count` sites at that time. Tables only ever gain frames and sites, so the table itself has
 * their stacks.
 */
#define SAMPLE_PHASE_MAGIC 0x31657361687073ULL /* "sphase1", little-endian */
/* The maximum number of phases; a program's later ones are left out. */
#define SAMPLE_PHASES_MAX 32
#define SAMPLE_PHASE_NAME_BYTES 64

struct sample_phase {
    uint64_t magic;
    uint64_t entered_ns;
    uint64_t live_bytes; /* including bytes pending in threads */
    uint64_t site_count; /* including entry 0 */
    char name[SAMPLE_PHASE_NAME_BYTES]; /* UTF-8, NUL-terminated, cut to fit */
};

/* For readers that can't import such arrays, like Swift. */
static const uint64_t sample_table_bytes = sizeof(struct sample_table);
static const uint64_t sample_table_threads_offset = offsetof(struct sample_table, threads);
static const uint64_t sample_table_sites_offset = offsetof(struct sample_table, sites);
static const uint64_t sample_table_frames_offset = offsetof(struct sample_table, frames);
static const uint64_t sample_table_samples_offset = offsetof(struct sample_table, samples);
static const uint64_t sample_table_maps_offset = offsetof(struct sample_table, maps);

/* A hash of the layout, so that a table of another build's sampler is not read. */
static inline uint64_t sample_table_layout(void) {
    const uint64_t facts[] = {
        SAMPLE_TABLE_VERSION,
        sizeof(struct sample_table),
        sizeof(struct sample_header),
        offsetof(struct sample_header, has_ended),
        sizeof(struct sample_thread),
        offsetof(struct sample_thread, stack_address),
        sizeof(struct sample_site),
        offsetof(struct sample_site, temporary_count),
        sizeof(struct sample),
        offsetof(struct sample, next),
        sizeof(struct sample_frame),
        offsetof(struct sample_frame, site),
        sizeof(struct sample_map),
        offsetof(struct sample_map, is_allocators),
        offsetof(struct sample_table, threads),
        offsetof(struct sample_table, samples),
        offsetof(struct sample_table, sites),
        offsetof(struct sample_table, frames),
        offsetof(struct sample_table, maps),
    };
    uint64_t layout = 0;
    for (size_t index = 0; index < sizeof facts / sizeof facts[0]; index++) {
        layout = (layout ^ facts[index]) * 0x100000001b3ULL;
    }
    return layout;
}

_Static_assert(sizeof(struct sample_thread) == 64, "a thread's counters fill a cache line");
_Static_assert(sizeof(struct sample_table) % 4096 == 0, "the file is whole pages");

#endif
