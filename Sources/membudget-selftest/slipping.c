/* Commands that try to escape the watcher. */
#define _GNU_SOURCE
#include "selftest.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define STACK_BYTES ((size_t)256 << 10)
#define LONG_LIFE_MS 600000
#define MOMENT_MS 50

static volatile sig_atomic_t was_asked;
static void note_signal(int unused) {
    (void)unused;
    was_asked = 1;
}

static pid_t start_clone(int (*body)(void *), int flags, struct arguments *arguments) {
    char *stack = malloc(STACK_BYTES);
    return stack ? clone(body, stack + STACK_BYTES, flags, arguments) : -1;
}

/* Becomes a process whose origin can't be found: without parent and environment. */
static _Noreturn void become_stranger(void) {
    char *arguments[] = {"sleep", "600", NULL}, *environment[] = {NULL};
    if (fork() == 0) execve("/bin/sleep", arguments, environment);
    _exit(0);
}

static int hold_untraced(void *context) {
    struct arguments *arguments = context;
    setsid();
    if (option(*arguments, "--orphan", 0)) become_stranger();
    touch_bytes(mib_at(*arguments, 0));
    sleep_ms(LONG_LIFE_MS);
    return 0;
}

/* Starts an untraced child in another session, which outlives its parent. */
int run_untraced_child(struct arguments arguments) {
    if (start_clone(hold_untraced, CLONE_UNTRACED | SIGCHLD, &arguments) < 0) return EX_OSERR;
    sleep_ms(number_at(arguments, 1));
    return 0;
}

static int hold_shared(void *context) {
    struct arguments *arguments = context;
    sleep_ms(2 * MOMENT_MS);
    touch_bytes(mib_at(*arguments, 0));
    sleep_ms(number_at(*arguments, 1));
    _exit(0);
}

/* Starts a process that shares its parent's memory, and grows after the parent has ended. */
int run_inherited_memory(struct arguments arguments) {
    pid_t maker = fork();
    if (maker < 0) return EX_OSERR;
    if (maker == 0) {
        if (start_clone(hold_shared, CLONE_VM, &arguments) < 0) _exit(EX_OSERR);
        sleep_ms(MOMENT_MS);
        syscall(SYS_exit_group, 0);
    }
    sleep_ms(4 * MOMENT_MS + number_at(arguments, 1));
    return 0;
}

/* Starts two children whose memory no other process may read. */
int run_hidden_children(struct arguments arguments) {
    for (int index = 0; index < 2; index++) {
        pid_t child = fork();
        if (child < 0) return EX_OSERR;
        if (child > 0) continue;
        prctl(PR_SET_DUMPABLE, 0);
        touch_bytes(mib_at(arguments, 0));
        sleep_ms(number_at(arguments, 1));
        _exit(0);
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}

/* Allocates memory when asked to terminate. */
int run_grow_on_term(struct arguments arguments) {
    signal(SIGTERM, note_signal);
    while (!was_asked) sleep_ms(1);
    touch_bytes(mib_at(arguments, 0));
    sleep_ms(LONG_LIFE_MS);
    return 0;
}

static void burn(long milliseconds) {
    struct timespec used;
    do {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    } while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < milliseconds);
}

/* Starts a child that uses the processor, and ignores its end. */
int run_forgotten_child(struct arguments arguments) {
    signal(SIGCHLD, SIG_IGN);
    pid_t child = fork();
    if (child < 0) return EX_OSERR;
    if (child == 0) {
        burn(number_at(arguments, 0));
        _exit(0);
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}
