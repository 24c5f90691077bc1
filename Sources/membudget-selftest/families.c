/* Commands with several processes. */
#include "selftest.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define GRANDCHILD_LIFE_MS 600000
#define CHILD_HOLD_MS 500

static int forward_status(pid_t child) {
    int status = 0;
    if (waitpid(child, &status, 0) != child) return EX_OSERR;
    if (WIFSIGNALED(status)) raise(WTERMSIG(status));
    return WEXITSTATUS(status);
}

static int live_on(size_t bytes, const char *pid_path, int ready) {
    touch_bytes(bytes);
    FILE *file = fopen(pid_path, "w");
    if (!file) return EX_CANTCREAT;
    fprintf(file, "%d\n", getpid());
    fclose(file);
    close(ready);
    sleep_ms(GRANDCHILD_LIFE_MS);
    return 0;
}

/* Leaves a grandchild in another session behind, once it has touched its memory and written its
   process ID. */
int run_grandchild(struct arguments arguments) {
    int ready[2];
    if (pipe(ready) != 0) return EX_OSERR;
    pid_t child = fork();
    if (child < 0) return EX_OSERR;
    if (child == 0) {
        close(ready[0]);
        setsid();
        return fork() == 0 ? live_on(mib_at(arguments, 0), arguments.values[1], ready[1]) : 0;
    }
    close(ready[1]);
    char byte;
    while (read(ready[0], &byte, 1) > 0) {
    }
    return forward_status(child);
}

static pid_t start_holder(size_t bytes) {
    pid_t child = fork();
    if (child != 0) return child;
    touch_bytes(bytes);
    sleep_ms(CHILD_HOLD_MS);
    _exit(0);
}

/* Two children that hold their memory at the same time. */
int run_two_children(struct arguments arguments) {
    pid_t first = start_holder(mib_at(arguments, 0));
    pid_t second = start_holder(mib_at(arguments, 1));
    if (first < 0 || second < 0) return EX_OSERR;
    int first_status = forward_status(first);
    int second_status = forward_status(second);
    return first_status != 0 ? first_status : second_status;
}

/* Runs a command as the child of a large process, whose memory must not be counted. */
int run_fat(struct arguments arguments) {
    if (strcmp(arguments.values[1], "--") != 0) return EX_USAGE;
    touch_bytes(mib_at(arguments, 0));
    pid_t child = fork();
    if (child < 0) return EX_OSERR;
    if (child > 0) return forward_status(child);
    execvp(arguments.values[2], arguments.values + 2);
    perror(arguments.values[2]);
    _exit(127);
}
