/*
 * membudget-launcher DESCRIPTOR GROUP PATH ARGUMENT…
 *
 * Starts a command for a harness that must not trace it (--no-ptrace), from a process so small that
 * the high-water mark a child inherits from it is negligible. It adopts every orphan of the tree
 * and kills all of them at the end, even when the harness dies. It leads a process group of its
 * own, so signals to the command's group miss it; the command joins GROUP, or leads its own if that
 * is 0. Protocol on DESCRIPTOR (a socket): the launcher writes the child's process ID, waits for a
 * byte, and at the end writes `struct launcher_result`.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launcher.h"

/* Sent by the kernel when the harness dies; a signal that is not in common use. */
#define HARNESS_DIED SIGRTMIN

static int kill_children(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    int child, found = 0;
    while (children && fscanf(children, "%d", &child) == 1) {
        if (kill(child, SIGKILL) == 0) found++;
    }
    if (children) fclose(children);
    return found;
}

/* The children of killed processes become ours, so the next round finds them. */
static void kill_descendants(void) {
    while (kill_children() > 0) waitpid(-1, NULL, __WALL);
}

static _Noreturn void become_command(
    char **command, int group, int release, int failure, const sigset_t *mask) {
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (read(release, &byte, 1) != 1) _exit(126);
    setpgid(0, group);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execve(command[0], command + 1, environ);
    int error = errno;
    _exit(write(failure, &error, sizeof error) == sizeof error ? 127 : 126);
}

static pid_t start(int descriptor, char **command, int group, int *failure, const sigset_t *mask) {
    int release[2], failed[2];
    if (pipe2(release, O_CLOEXEC) < 0 || pipe2(failed, O_CLOEXEC) < 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        close(descriptor);
        close(release[1]);
        become_command(command, group, release[0], failed[1], mask);
    }
    close(failed[1]);
    close(release[0]);
    *failure = failed[0];
    int32_t number = child;
    char byte;
    bool is_released = child > 0 &&
                       write(descriptor, &number, sizeof number) == sizeof number &&
                       read(descriptor, &byte, 1) == 1 && write(release[1], &byte, 1) == 1;
    close(release[1]);
    if (!is_released) kill_descendants();
    return child;
}

/* Reaps orphans until the command itself ends, or the harness dies. */
static bool await_command(pid_t child, int *status, const sigset_t *signals) {
    for (;;) {
        pid_t reaped;
        int ended;
        while ((reaped = waitpid(-1, &ended, WNOHANG | __WALL)) > 0) {
            if (reaped != child) continue;
            *status = ended;
            return true;
        }
        if (reaped < 0) return false;
        if (sigwaitinfo(signals, NULL) == HARNESS_DIED) return false;
    }
}

/* All reaped processes belong to the command's tree, including orphans. */
static void tell(int descriptor, int status, int launch_error) {
    struct rusage usage = {0};
    getrusage(RUSAGE_CHILDREN, &usage);
    struct launcher_result result = {
        .launch_error = launch_error,
        .status = status,
        .peak_rss_kib = usage.ru_maxrss,
        .user_us = usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec,
        .system_us = usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec,
        .major_faults = usage.ru_majflt,
    };
    if (write(descriptor, &result, sizeof result) != sizeof result) _exit(71);
}

int main(int argument_count, char **arguments) {
    if (argument_count < 5) return 64;
    int descriptor = atoi(arguments[1]), failure = -1;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);

    sigset_t signals, before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, HARNESS_DIED);
    sigprocmask(SIG_BLOCK, &signals, &before);
    pid_t harness = getppid();
    prctl(PR_SET_PDEATHSIG, HARNESS_DIED);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (getppid() != harness) return 71;

    pid_t child = start(descriptor, arguments + 3, atoi(arguments[2]), &failure, &before);
    if (child < 0) return 71;
    int status = 0, launch_error = 0;
    bool has_ended = await_command(child, &status, &signals);
    if (read(failure, &launch_error, sizeof launch_error) != sizeof launch_error) launch_error = 0;
    kill_descendants();
    if (!has_ended) return 71;
    tell(descriptor, status, launch_error);
    return 0;
}
