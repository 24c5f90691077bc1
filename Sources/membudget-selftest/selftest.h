/*
 * Programs with known memory use, for testing the harness. They are in C, so that their floor is
 * small and stable. Each command gets the arguments after its name, at least as many as the table
 * in main.c requires, and returns the exit status.
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

/* Parses a whole number of at least 0; exits with status 64 for anything else. */
long parse_number(const char *text);
/* Returns the number at `position`. */
long number_at(struct arguments arguments, int position);
/* Returns the number of MiB at `position`, converted to bytes. */
size_t mib_at(struct arguments arguments, int position);
/* Returns the value of the option `name`, or `fallback` if it isn't given. */
long option(struct arguments arguments, const char *name, long fallback);

/* --- pages.c --- */

/* Maps anonymous memory and writes each page; calls `refuse` if it is refused. */
void *touch_bytes(size_t bytes);
/* Writes one byte in each page. */
void write_pages(void *start, size_t bytes);
/* Prints the message of a Swift program whose allocation failed, and aborts. */
_Noreturn void refuse(size_t bytes);
void sleep_ms(long milliseconds);
/* Executes this program again with other arguments; returns only on failure. */
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
