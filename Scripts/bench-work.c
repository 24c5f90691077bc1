/*
 * bench-work threads N | signals N | processes N | children N MILLISECONDS
 *
 * Causes many stops for a tracer, or many processes to watch: runs N threads one after the other,
  * sends itself N signals, runs /bin/true N times, or runs N children that sleep at the same time.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static volatile sig_atomic_t caught;

static void *nothing(void *unused) { return unused; }
static void count_signal(int unused) {
    (void)unused;
    caught++;
}

static int run_threads(long count) {
    for (long index = 0; index < count; index++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, nothing, NULL) != 0) return 71;
        pthread_join(thread, NULL);
    }
    return 0;
}

static int run_signals(long count) {
    signal(SIGUSR1, count_signal);
    for (long index = 0; index < count; index++) raise(SIGUSR1);
    return 0;
}

static int run_processes(long count) {
    char *arguments[] = {"/bin/true", NULL};
    for (long index = 0; index < count; index++) {
        pid_t child;
        if (posix_spawn(&child, arguments[0], NULL, NULL, arguments, environ) != 0) return 71;
        waitpid(child, NULL, 0);
    }
    return 0;
}

static int run_children(long count, long milliseconds) {
    for (long index = 0; index < count; index++) {
        pid_t child = fork();
        if (child < 0) return 71;
        if (child == 0) {
            usleep((useconds_t)milliseconds * 1000);
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    const char *work = arguments[1];
    long times = atol(arguments[2]);
    if (strcmp(work, "threads") == 0) return run_threads(times);
    if (strcmp(work, "signals") == 0) return run_signals(times);
    if (strcmp(work, "processes") == 0) return run_processes(times);
    if (strcmp(work, "children") == 0 && count > 3) return run_children(times, atol(arguments[3]));
    return 64;
}
