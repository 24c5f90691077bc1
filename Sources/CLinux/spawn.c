#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Missing in older headers. */
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

/* The state that this program inherited, which its commands inherit unchanged: pool threads block
   nearly every signal, and the harness ignores SIGPIPE and raises the descriptor limit. */
static sigset_t initial_mask;
static struct sigaction initial_pipe_action;
static struct rlimit initial_descriptor_limit;
/* By number, from 3 on; descriptors that any library opens later are not passed to commands. */
enum { INITIAL_DESCRIPTORS = 1024 };
static unsigned char is_initial_descriptor[INITIAL_DESCRIPTORS];
static int argument_count;
static char **arguments;

/* The GNU C library passes constructors the same arguments as main. */
__attribute__((constructor)) static void save_initial_state(int count, char **values) {
    argument_count = count;
    arguments = values;
    sigprocmask(SIG_BLOCK, NULL, &initial_mask);
    sigaction(SIGPIPE, NULL, &initial_pipe_action);
    getrlimit(RLIMIT_NOFILE, &initial_descriptor_limit);
    for (int number = 3; number < INITIAL_DESCRIPTORS; number++) {
        is_initial_descriptor[number] = fcntl(number, F_GETFD) >= 0;
    }
}

char *const *clinux_arguments(int32_t *count) {
    *count = argument_count;
    return arguments;
}

void clinux_raise_descriptor_limit(void) {
    struct rlimit limit = initial_descriptor_limit;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* Only async-signal-safe calls from here to execve: the parent has other threads. */

static _Noreturn void give_up(const struct clinux_spawn_request *request, enum clinux_step step) {
    struct clinux_failure failure = {.step = step, .error = errno};
    ssize_t written = write(request->failure, &failure, sizeof failure);
    _exit(written == sizeof failure ? 127 : 126);
}

/* Marks the descriptors of a range to be closed by execve. */
static void close_at_exec(unsigned first, unsigned last) {
    if (syscall(SYS_close_range, first, last, CLOSE_RANGE_CLOEXEC) == 0) return;
    /* Before Linux 5.11, one by one. */
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    for (unsigned number = first; number <= last && number < limit.rlim_cur; number++) {
        fcntl((int)number, F_SETFD, FD_CLOEXEC);
    }
}

static void leave_own_descriptors(void) {
    unsigned first = 3;
    for (unsigned number = 3; number < INITIAL_DESCRIPTORS; number++) {
        if (!is_initial_descriptor[number]) continue;
        if (number > first) close_at_exec(first, number - 1);
        first = number + 1;
    }
    close_at_exec(first, ~0U);
}

static void take_descriptor(const struct clinux_spawn_request *request, int from, int to) {
    if (from < 0) return;
    int result = from == to ? fcntl(from, F_SETFD, 0) : dup2(from, to);
    if (result < 0) give_up(request, CLINUX_STEP_DESCRIPTORS);
}

static void wait_for_release(const struct clinux_spawn_request *request) {
    char byte;
    ssize_t count;
    close(request->release_write_end);
    do count = read(request->release, &byte, 1);
    while (count < 0 && errno == EINTR);
    if (count != 1) _exit(126);
}

static void join_cgroup(const struct clinux_spawn_request *request) {
    if (request->cgroup_processes < 0) return;
    if (write(request->cgroup_processes, "0", 1) != 1) give_up(request, CLINUX_STEP_CGROUP);
}

static void set_limits(const struct clinux_spawn_request *request) {
    if (request->data_limit_bytes == 0) return;
    struct rlimit limit = {request->data_limit_bytes, request->data_limit_bytes};
    if (setrlimit(RLIMIT_DATA, &limit) < 0) give_up(request, CLINUX_STEP_LIMIT);
}

static void take_processors(const struct clinux_spawn_request *request) {
    if (!request->processors) return;
    if (syscall(SYS_sched_setaffinity, 0, request->processors_bytes, request->processors) < 0) {
        give_up(request, CLINUX_STEP_PROCESSORS);
    }
}

static void stop_at_allocations(const struct clinux_spawn_request *request) {
    if (!request->stops_at_allocations) return;
    int status = clinux_stop_at_allocations();
    if (status == 0) return;
    errno = -status;
    give_up(request, CLINUX_STEP_ALLOCATIONS);
}

static void bind_to_parent(const struct clinux_spawn_request *request, pid_t parent) {
    if (!request->parent_death_signal) return;
    prctl(PR_SET_PDEATHSIG, request->parent_death_signal);
    /* The parent may have died before the request. */
    if (getppid() != parent) _exit(126);
}

static void change_account(const struct clinux_spawn_request *request, pid_t parent) {
    if (request->user_id < 0) return;
    uid_t user = (uid_t)request->user_id;
    gid_t group = (gid_t)request->group_id;
    /* Not through the C library, which would wait for every thread to do the same: a fork copies
       the parent's list of threads, but not the threads. */
    if (syscall(SYS_setgroups, 0, NULL) < 0 || syscall(SYS_setresgid, group, group, group) < 0 ||
        syscall(SYS_setresuid, user, user, user) < 0) {
        give_up(request, CLINUX_STEP_ACCOUNT);
    }
    /* The kernel forgets the parent's death signal when a process changes its user. */
    bind_to_parent(request, parent);
}

static void restore_initial_state(void) {
    setrlimit(RLIMIT_NOFILE, &initial_descriptor_limit);
    sigaction(SIGPIPE, &initial_pipe_action, NULL);
    sigprocmask(SIG_SETMASK, &initial_mask, NULL);
}

static _Noreturn void become_command(const struct clinux_spawn_request *request, pid_t parent) {
    bind_to_parent(request, parent);
    /* The leader of a session also leads a process group. */
    if (request->own_session) setsid();
    else if (request->own_process_group) setpgid(0, 0);
    wait_for_release(request);
    if (request->isolated) {
        close_at_exec(3, ~0U);
        umask(022);
    } else leave_own_descriptors();
    take_descriptor(request, request->standard_input, 0);
    take_descriptor(request, request->standard_output, 1);
    take_descriptor(request, request->standard_error, 2);
    take_descriptor(request, request->inherited_descriptor, request->inherited_descriptor);
    if (request->working_directory && chdir(request->working_directory) < 0) {
        give_up(request, CLINUX_STEP_DIRECTORY);
    }
    join_cgroup(request);
    set_limits(request);
    take_processors(request);
    change_account(request, parent);
    stop_at_allocations(request);
    restore_initial_state();
    execve(request->path, request->arguments, request->environment);
    if (errno == ENOEXEC && request->shell_arguments) {
        execve(request->shell_arguments[0], request->shell_arguments, request->environment);
    }
    give_up(request, CLINUX_STEP_EXECUTE);
}

pid_t clinux_spawn(const struct clinux_spawn_request *request) {
    sigset_t everything, before;
    sigfillset(&everything);
    pthread_sigmask(SIG_SETMASK, &everything, &before);
    pid_t parent = getpid();
    pid_t process = _Fork();
    if (process == 0) become_command(request, parent);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return process < 0 ? -error : process;
}

int clinux_execute(const char *path, char *const *new_arguments, char *const *new_environment) {
    leave_own_descriptors();
    restore_initial_state();
    execve(path, new_arguments, new_environment);
    return -errno;
}
