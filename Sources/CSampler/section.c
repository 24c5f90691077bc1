#define _GNU_SOURCE
#include "section.h"

#include "sampler.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not through the vDSO, whose code has no unwind data: the stack of a process that died there would
   be cut off. */
uint64_t sampler_now_ns(clockid_t clock) {
    struct timespec time;
    syscall(SYS_clock_gettime, clock, &time);
    return (uint64_t)time.tv_sec * 1000000000ULL + (uint64_t)time.tv_nsec;
}

uint64_t sampler_random(void) {
    uint64_t state = sampler_local.random += 0x9e3779b97f4a7c15ULL; /* splitmix64 */
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ULL;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebULL;
    return state ^ (state >> 31);
}

/* Reading a thread's CPU clock costs as much as the work, so it is read for one random section in
   this many, which represents the others. */
#define SECTIONS_PER_TIMED 8

bool section_enter(struct section *section) {
    if (sampler_local.is_busy || !sampler_state.table) return false;
    section->error = errno;
    uint64_t all = ~0ULL;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &section->signals, sizeof all);
    sampler_local.is_busy = true;
    bool is_timed = sampler_random() % SECTIONS_PER_TIMED == 0;
    section->started_ns = is_timed ? sampler_now_ns(CLOCK_THREAD_CPUTIME_ID) : 0;
    return true;
}

void section_leave(const struct section *section) {
    if (section->started_ns != 0) {
        uint64_t took_ns = sampler_now_ns(CLOCK_THREAD_CPUTIME_ID) - section->started_ns;
        __atomic_fetch_add(&sampler_state.table->header.sampling_ns, took_ns * SECTIONS_PER_TIMED,
                           __ATOMIC_RELAXED);
    }
    sampler_local.is_busy = false;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &section->signals, NULL, sizeof section->signals);
    errno = section->error;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void section_lock(void) { pthread_mutex_lock(&lock); }

void section_unlock(void) { pthread_mutex_unlock(&lock); }

static void check_stack(struct sample_header *header, const struct sampler_stack *stack) {
    if (!header->is_checking || sampler_stack_is_unwinders(stack)) return;
    __atomic_fetch_add(&header->differing_stack_count, 1, __ATOMIC_RELAXED);
}

void section_read_stack(struct sampler_stack *stack) {
    struct sample_header *header = &sampler_state.table->header;
    bool is_walked = sampler_stack_read(stack);
    uint64_t *count = is_walked ? &header->walked_stack_count : &header->unwound_stack_count;
    __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
    if (is_walked) check_stack(header, stack);
}
