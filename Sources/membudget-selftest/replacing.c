/* Commands whose memory a simple reader misses: in another thread, or in an earlier image. */
#include "selftest.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#define LEADER_HEAD_START_MS 20
#define ORPHANED_THREAD_HOLD_MS 100

static size_t thread_bytes;
static long hold_ms;

static int become_small(void) {
    char *arguments[] = {"membudget-selftest", "touch", "1", NULL};
    return become(arguments);
}

static void *touch_and_exec(void *unused) {
    touch_bytes(thread_bytes);
    become_small();
    return unused;
}

/* Touches memory in a thread other than the main one, which then calls exec. */
int run_thread_exec(struct arguments arguments) {
    thread_bytes = mib_at(arguments, 0);
    pthread_t thread;
    if (pthread_create(&thread, NULL, touch_and_exec, NULL) != 0) return EX_OSERR;
    pthread_join(thread, NULL);
    return EX_OSERR;
}

int run_exec_after(struct arguments arguments) {
    touch_bytes(mib_at(arguments, 0));
    return become_small();
}

static void *outlive_leader(void *unused) {
    sleep_ms(LEADER_HEAD_START_MS);
    touch_bytes(thread_bytes);
    sleep_ms(hold_ms);
    _exit(0);
    return unused;
}

/* Ends the main thread first, so that /proc/PID/status doesn't report memory. */
int run_leader_leaves(struct arguments arguments) {
    thread_bytes = mib_at(arguments, 0);
    hold_ms = option(arguments, "--hold-ms", ORPHANED_THREAD_HOLD_MS);
    pthread_t thread;
    if (pthread_create(&thread, NULL, outlive_leader, NULL) != 0) return EX_OSERR;
    syscall(SYS_exit, 0);
    return EX_OSERR;
}
