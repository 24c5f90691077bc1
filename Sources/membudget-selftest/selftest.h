/*
 * Programs of known memory behaviour, to test the harness against. In C, so that their floor is
 * small and steady. Each command gets the arguments after its name, at least as many as its row
 * in the table of main.c asks for, and returns the exit status.
 */
#ifndef SELFTEST_H
#define SELFTEST_H

#include <stddef.h>

#define BYTES_PER_MIB ((size_t)1 << 20)

struct arguments {
    int count;
    char **values;
};

/* --- arguments.c --- */

/* A whole number that is not negative; anything else ends the process with status 64. */
long parse_number(const char *text);
/* The number at `position`. */
long number_at(struct arguments arguments, int position);
/* The MiB at `position`, in bytes. */
size_t mib_at(struct arguments arguments, int position);
/* The number behind the option `name`, or `fallback` if it isn't given. */
long option(struct arguments arguments, const char *name, long fallback);

/* --- pages.c --- */

/* Maps anonymous memory and writes each page; ends the process as `refuse` does if there is none. */
void *touch_bytes(size_t bytes);
/* Writes one byte of each page. */
void write_pages(void *start, size_t bytes);
/* Says what a Swift program says when an allocation fails, and aborts. */
_Noreturn void refuse(size_t bytes);
void sleep_ms(long milliseconds);
/* Replaces this process by this program with other arguments; returns only on failure. */
int become(char *const arguments[]);

/* --- the commands --- */

int run_touch(struct arguments arguments);
int run_spike(struct arguments arguments);
int run_peak(struct arguments arguments);
int run_file(struct arguments arguments);
int run_shmem(struct arguments arguments);
int run_grow(struct arguments arguments);
int run_refuse_big(struct arguments arguments);
int run_refuse_small(struct arguments arguments);
int run_segv(struct arguments arguments);
int run_trap(struct arguments arguments);
int run_abort(struct arguments arguments);
int run_exit(struct arguments arguments);
int run_sleep(struct arguments arguments);
int run_ignore_term(struct arguments arguments);
int run_grandchild(struct arguments arguments);
int run_two_children(struct arguments arguments);
int run_fat(struct arguments arguments);
int run_thread_exec(struct arguments arguments);
int run_exec_after(struct arguments arguments);
int run_leader_leaves(struct arguments arguments);
int run_untraced_child(struct arguments arguments);
int run_inherited_memory(struct arguments arguments);
int run_hidden_children(struct arguments arguments);
int run_grow_on_term(struct arguments arguments);
int run_forgotten_child(struct arguments arguments);
int run_read_stdin(struct arguments arguments);
int run_progress(struct arguments arguments);
int run_cut_page(struct arguments arguments);
int run_absurd_counts(struct arguments arguments);
int run_sites(struct arguments arguments);
int run_parts(struct arguments arguments);
int run_allocate(struct arguments arguments);
int run_maps(struct arguments arguments);
int run_stress(struct arguments arguments);

#endif
