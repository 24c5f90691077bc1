/*
 * bench-tracer COMMAND…
 *
 * The minimum cost of tracing a tree: makes the same stops as membudget (every thread and process
  * attached, each exec and each end seen) and does nothing at any of them. `make bench-launch`
  * compares membudget with it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPTIONS                                                                                    \
    (PTRACE_O_TRACEEXIT | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |         \
     PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)

static int is_job_control(int signal) {
    return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void go_on(pid_t thread, int status) {
    int signal = WSTOPSIG(status), event = status >> 16;
    if (event == PTRACE_EVENT_STOP && is_job_control(signal)) {
        ptrace(PTRACE_LISTEN, thread, NULL, NULL);
    } else {
        ptrace(PTRACE_CONT, thread, NULL, (void *)(uintptr_t)(event == 0 ? signal : 0));
    }
}

int main(int count, char **arguments) {
    int release[2];
    if (count < 2 || pipe2(release, 0) != 0) return 64;
    pid_t command = fork();
    if (command == 0) {
        char byte;
        close(release[1]);
        if (read(release[0], &byte, 1) != 1) _exit(126);
        close(release[0]);
        execvp(arguments[1], arguments + 1);
        _exit(127);
    }
    if (ptrace(PTRACE_SEIZE, command, NULL, (void *)(uintptr_t)OPTIONS) != 0) {
        perror("PTRACE_SEIZE");
        return 71;
    }
    if (write(release[1], "x", 1) != 1) return 71;
    close(release[0]);
    close(release[1]);
    int status, result = 0;
    pid_t thread;
    while ((thread = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
        if (WIFSTOPPED(status)) {
            go_on(thread, status);
        } else if (thread == command) {
            result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
    }
    return result;
}
