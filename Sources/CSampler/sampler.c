#define _GNU_SOURCE
#include "sampler.h"

#include "arithmetic.h"
#include "section.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A thread adds its counts to the header once they exceed this. */
#define FLUSH_BYTES 65536
/* The maximum share of the process's CPU time for sampling, in percent. */
#define COST_PERCENT_MAX 3
/* The cost is checked once per this many samples. */
#define SAMPLES_PER_LOOK 128

__thread struct sampler_local sampler_local __attribute__((tls_model("initial-exec")));
_Alignas(4096) struct sampler_state sampler_state;
bool sampler_is_starting = true;
_Static_assert(sizeof(struct sampler_state) == 4096, "the state fills its page");

/* --- Counting --- */

static void note_peak(struct sample_header *header, int64_t bytes) {
    uint64_t peak = __atomic_load_n(&header->peak_live_bytes, __ATOMIC_RELAXED);
    while (bytes > (int64_t)peak) {
        if (!__atomic_compare_exchange_n(&header->peak_live_bytes, &peak, (uint64_t)bytes, false,
                                         __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
            continue;
        }
        __atomic_fetch_add(&header->peak_index, 1, __ATOMIC_ACQ_REL);
        return;
    }
}

/* Adds the thread's pending counts to the header, and records a new peak. */
void sampler_flush(void) {
    if (!sampler_state.table) return;
    struct sample_thread *counters = sampler_local.counters;
    struct sample_header *header = &sampler_state.table->header;
    int64_t pending = counters->pending_bytes;
    int64_t before = (int64_t)__atomic_fetch_add(&header->live_bytes, (uint64_t)pending,
                                                 __ATOMIC_ACQ_REL);
    /* The thread's own maximum lies between two additions. */
    int64_t high = before + counters->pending_peak_bytes;
    counters->pending_bytes = 0;
    counters->pending_peak_bytes = 0;
    note_peak(header, high);
}

/* --- Threads --- */

static pthread_key_t ending;
static bool has_key;

/* Claims counters for this thread; false if another thread owns them. */
static bool claim(struct sample_thread *counters) {
    uint64_t nobody = 0;
    return __atomic_compare_exchange_n(&counters->thread_id, &nobody, (uint64_t)syscall(SYS_gettid),
                                       false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* Returns the index of counters that no living thread uses; 0 if there are none. Under the lock. */
static uint32_t take_counters(struct sample_table *table) {
    uint64_t count = table->header.thread_count;
    if (count < SAMPLE_TABLE_THREADS && claim(&table->threads[count])) {
        table->header.thread_count = count + 1;
        return (uint32_t)count;
    }
    for (uint32_t index = 1; index < SAMPLE_TABLE_THREADS; index++) {
        if (claim(&table->threads[index])) return index;
    }
    return 0;
}

static void use_own_counters(int64_t flush_bytes) {
    sampler_local.thread = 0;
    sampler_local.counters = &sampler_local.own;
    sampler_local.flush_bytes = flush_bytes;
}

/* The counts of the last destructors are added at once, because another thread may own the counters
   by then. */
static void end_thread(void *unused) {
    (void)unused;
    struct section section;
    if (sampler_local.thread == 0 || !section_enter(&section)) return;
    sampler_flush();
    __atomic_store_n(&sampler_local.counters->thread_id, 0, __ATOMIC_RELEASE);
    use_own_counters(0);
    section_leave(&section);
}

static void draw_countdown(void) {
    sampler_local.interval =
        __atomic_load_n(&sampler_state.table->header.interval_bytes, __ATOMIC_RELAXED);
    double uniform = ((double)(sampler_random() >> 11) + 0.5) * 0x1.0p-53;
    sampler_local.countdown = (int64_t)(-sampler_log(uniform) * (double)sampler_local.interval);
}

static void use_tables_counters(struct sample_table *table) {
    static uint64_t threads;
    section_lock();
    uint32_t index = take_counters(table);
    uint64_t sequence = ++threads;
    section_unlock();
    use_own_counters(0);
    if (index != 0) {
        sampler_local.thread = index;
        sampler_local.counters = &table->threads[index];
        sampler_local.flush_bytes = FLUSH_BYTES;
        sampler_local.counters->stack_address = (uintptr_t)__builtin_frame_address(0);
    }
    sampler_local.random = table->header.seed ^ (sequence << 32);
    draw_countdown();
}

/* Before the table exists, the only thread counts for itself and samples nothing. */
void sampler_begin_thread(void) {
    struct section section;
    use_own_counters(INT64_MAX);
    sampler_local.countdown = INT64_MAX;
    if (!section_enter(&section)) return;
    use_tables_counters(sampler_state.table);
    section_leave(&section);
    if (has_key) pthread_setspecific(ending, &sampler_local);
}

/* --- Sampling --- */

static bool is_over(uint64_t cost_ns, uint64_t cpu_ns) {
    return cost_ns * 100 > cpu_ns * COST_PERCENT_MAX;
}

/* Raises the interval while sampling exceeds its cost limit, both currently and over the whole run:
   an affordable burst keeps its resolution, and an expensive start has no lasting effect. */
static void look_at_cost(struct sample_header *header) {
    static uint64_t samples, cost_before, cpu_before;
    if (++samples % SAMPLES_PER_LOOK != 0) return;
    uint64_t cost = __atomic_load_n(&header->sampling_ns, __ATOMIC_RELAXED);
    uint64_t cpu = sampler_now_ns(CLOCK_PROCESS_CPUTIME_ID);
    if (is_over(cost, cpu) && is_over(cost - cost_before, cpu - cpu_before)) {
        __atomic_store_n(&header->interval_bytes, header->interval_bytes * 2, __ATOMIC_RELAXED);
    }
    cost_before = cost;
    cpu_before = cpu;
}

void sampler_sample(void *block, size_t size, size_t requested) {
    struct section section;
    if (!section_enter(&section)) return;
    struct sample_table *table = sampler_state.table;
    struct sampler_stack stack;
    section_read_stack(&stack);
    struct sampler_block sampled = {.address = (uintptr_t)block, .size = size,
                                    .requested = requested, .interval = sampler_local.interval,
                                    .order = sampler_local.counters->allocation_count,
                                    .thread = sampler_local.thread};
    section_lock();
    sampler_table_add(table, sampled, &stack);
    look_at_cost(&table->header);
    section_unlock();
    draw_countdown();
    section_leave(&section);
}

/* The thread's pending peak is recorded first: the block was part of it. */
void sampler_forget(uint64_t address) {
    struct section section;
    if (!section_enter(&section)) return;
    sampler_flush();
    section_lock();
    sampler_table_remove(sampler_state.table, address,
                         sampler_local.counters->allocation_count, sampler_local.thread);
    section_unlock();
    section_leave(&section);
}

bool sampler_readdress(uint64_t address, uint64_t new_address) {
    struct section section;
    if (!section_enter(&section)) return false;
    section_lock();
    bool was_sampled = sampler_table_readdress(sampler_state.table, address, new_address);
    section_unlock();
    section_leave(&section);
    return was_sampled;
}

/* --- Starting --- */

bool sampler_start(struct sample_table *table) {
    if (madvise(&sampler_state, sizeof sampler_state, MADV_WIPEONFORK) != 0) return false;
    has_key = pthread_key_create(&ending, end_thread) == 0;
    sampler_state.table = table;
    sampler_is_starting = false;
    struct sample_thread before = sampler_local.own;
    sampler_begin_thread();
    sampler_local.counters->allocation_count += before.allocation_count;
    sampler_local.counters->allocated_bytes += before.allocated_bytes;
    sampler_local.own = (struct sample_thread){0};
    sampler_count(before.pending_bytes);
    sampler_map_early_ones();
    return true;
}

void sampler_stop(void) { sampler_is_starting = false; }
