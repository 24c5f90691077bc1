/*
 * The sample table: what the preloaded sampler keeps about a profiled process, in a shared file that
 * outlives it. The harness makes the file, the sampler writes it, and whoever reads it needs nothing
 * of the process: after SIGKILL it is complete to the last call that returned.
 *
 * The arrays:
 *
 *   frames    a tree of return addresses. A stack is one frame and its parents up to frame 0,
 *             so that stacks share what they have in common.
 *   sites     one per stack that was sampled: what is live, what was live at the peak, totals.
 *   samples   the sampled blocks that are live. Released ones are used again, last in, first out.
 *   threads   one per thread: bytes that it has counted and not yet added to the header.
 *
 * Index 0 of frames, sites, samples and threads stands for none. The arrays are filled from the
 * start, so that few of their pages are ever touched.
 *
 * Byte counts are bytes, times CLOCK_MONOTONIC nanoseconds. A weight is the number of bytes that a
 * sampled block stands for: size / (1 - e^(-size / interval)).
 */
#ifndef SAMPLE_TABLE_H
#define SAMPLE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define SAMPLE_TABLE_MAGIC 0x31656c706d61736dULL /* "msample1", little-endian */
/* To be raised when a field gets another meaning in the same place; other changes are noticed. */
#define SAMPLE_TABLE_VERSION 2
/* The variable of the environment that holds the folder of the tables: one file per program image,
   `PID-N`, N from 0. */
#define SAMPLE_TABLE_VARIABLE "MEMBUDGET_SAMPLE_TABLES"
/* The variable that holds the sampling interval in bytes. */
#define SAMPLE_TABLE_INTERVAL_VARIABLE "MEMBUDGET_SAMPLE_INTERVAL"

/* The variable that holds a seed, where a run is to be repeated. */
#define SAMPLE_TABLE_SEED_VARIABLE "MEMBUDGET_SAMPLE_SEED"

/* The variable that, set to 1, has each stack read twice, and those counted that differ. */
#define SAMPLE_TABLE_CHECK_VARIABLE "MEMBUDGET_SAMPLE_CHECK"

#define SAMPLE_TABLE_FRAMES (1u << 16)
#define SAMPLE_TABLE_SITES (1u << 14)
#define SAMPLE_TABLE_SAMPLES (1u << 16)
#define SAMPLE_TABLE_THREADS (1u << 10)
#define SAMPLE_TABLE_MAPS (1u << 12)
/* Of hashed addresses; powers of two. */
#define SAMPLE_TABLE_FRAME_BUCKETS (1u << 13)
#define SAMPLE_TABLE_SAMPLE_BUCKETS (1u << 12)
#define SAMPLE_TABLE_FILTER_BITS (1u << 17)

/* One return address below its caller. */
struct sample_frame {
    uint64_t address;
    uint32_t parent; /* its caller's frame; 0 for the outermost */
    uint32_t next;   /* of the same bucket */
    uint32_t site;   /* the site whose innermost frame it is */
    uint32_t reserved;
};

/* What sampled blocks stand for. */
struct sample_sum {
    uint64_t samples; /* blocks that were sampled */
    double bytes;     /* the sum of their weights */
    double variance;  /* of that sum: size^2 (1 - p) / p^2, p = 1 - e^(-size / interval) */
    double count;     /* blocks that they stand for: the sum of 1 / p */
};

struct sample_site {
    uint32_t frame;         /* the innermost frame of its stack */
    uint32_t reserved;
    uint64_t peak_index;    /* `at_peak` is of this peak; at every later one, `live` was live */
    struct sample_sum live;
    struct sample_sum at_peak;
    struct sample_sum total;
    double total_count;     /* blocks ever allocated, estimated */
    double temporary_count; /* of them, released before their thread's next allocation */
};

/* A live block that was sampled. */
struct sample {
    uint64_t address;  /* 0 once it is released */
    uint64_t size;     /* usable bytes */
    uint64_t requested; /* bytes that were asked for */
    uint64_t interval; /* under which it was sampled */
    uint64_t order;    /* how many allocations its thread had made */
    uint32_t site;
    uint32_t thread;
    uint32_t next;     /* of the same bucket, or the next free one */
    uint32_t reserved;
};

/* Anonymous memory that was mapped and is still there. */
struct sample_map {
    uint64_t start; /* 0 for a free entry */
    uint64_t bytes;
    uint32_t frame; /* the innermost frame of the stack that mapped it */
    uint32_t is_allocators; /* 1 if the allocator did, for its own use */
};

/* What a thread has counted; it alone writes this. */
struct sample_thread {
    int64_t pending_bytes;      /* allocated less released, not yet added to the header */
    int64_t pending_peak_bytes; /* the highest that pending_bytes has been since */
    uint64_t allocation_count;
    uint64_t allocated_bytes;
    uint64_t thread_id;
    uint64_t stack_address;     /* somewhere on its stack */
    uint64_t reserved[2];       /* a cache line of its own */
};

struct sample_header {
    uint64_t magic;
    uint64_t layout;          /* sample_table_layout of the sampler that wrote it */
    uint64_t process_id;
    uint64_t seed;            /* of the random countdowns */
    uint64_t started_ns;

    uint64_t interval_bytes;  /* now; it is raised while sampling costs too much */
    uint64_t first_interval_bytes;

    uint64_t live_bytes;      /* exact, but for what threads have pending */
    uint64_t peak_live_bytes; /* the highest live_bytes */
    uint64_t peak_index;      /* how often a new peak was noted */

    uint64_t frame_count;     /* in use, with the one that stands for none; so are the next */
    uint64_t site_count;
    uint64_t sample_count;    /* used so far, released ones included */
    uint64_t thread_count;
    uint64_t free_sample;     /* the first of the released ones */
    uint64_t live_sample_count;
    uint64_t map_count;       /* used so far, free ones included */
    uint64_t lost_map_count;  /* maps that found no room */
    uint64_t lost_sample_count; /* blocks that would have been sampled, had there been room */

    uint64_t walked_stack_count;    /* stacks read by kept rows of the unwind tables */
    uint64_t unwound_stack_count;   /* stacks read by the unwinder */
    uint64_t is_checking;           /* 1 to have the unwinder read all stacks, too */
    uint64_t differing_stack_count; /* where it then read another */

    uint64_t sampling_ns;     /* what taking and dropping samples has cost */
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
 * A phase file, `PID-N.phaseK` beside the table `PID-N`, K from 0: what each site held when the program
 * said that a phase of its work began. The program writes it: this, and then the first `site_count`
 * sites as they were. Frames and sites are only ever added to a table, so that it tells their stacks.
 */
#define SAMPLE_PHASE_MAGIC 0x31657361687073ULL /* "sphase1", little-endian */
/* A program's further phases are left out. */
#define SAMPLE_PHASES_MAX 32
#define SAMPLE_PHASE_NAME_BYTES 64

struct sample_phase {
    uint64_t magic;
    uint64_t entered_ns;
    uint64_t live_bytes; /* with what threads had pending */
    uint64_t site_count; /* with the one that stands for none */
    char name[SAMPLE_PHASE_NAME_BYTES]; /* UTF-8, NUL-terminated, cut to fit */
};

/* For readers that have no such arrays, as Swift. */
static const uint64_t sample_table_bytes = sizeof(struct sample_table);
static const uint64_t sample_table_threads_offset = offsetof(struct sample_table, threads);
static const uint64_t sample_table_sites_offset = offsetof(struct sample_table, sites);
static const uint64_t sample_table_frames_offset = offsetof(struct sample_table, frames);
static const uint64_t sample_table_samples_offset = offsetof(struct sample_table, samples);
static const uint64_t sample_table_maps_offset = offsetof(struct sample_table, maps);

/* Differs where the layout does, so that nobody reads a table of another build's sampler. */
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
