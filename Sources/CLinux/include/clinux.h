/*
 * System calls that Swift can't import: fork with its few safe steps, ptrace, pidfd, prctl.
 * No policy: each function does one thing and returns -errno on failure.
 */
#ifndef CLINUX_H
#define CLINUX_H

/* No other system header: its declarations would belong to this module, not to the C library's. */
#include <stdint.h>

/* The way to start a process. Descriptors of -1 and sizes of 0 mean "unchanged". */
struct clinux_spawn_request {
    const char *_Nonnull path;
    char *_Nullable const *_Nonnull arguments;
    /* "/bin/sh", path, arguments: for a script without an interpreter line, as execvp runs it; NULL
       if the file can't be a script. */
    char *_Nullable const *_Nullable shell_arguments;
    char *_Nullable const *_Nonnull environment;
    const char *_Nullable working_directory;
    int standard_input;
    int standard_output;
    int standard_error;
    /* One more descriptor that the command inherits, with the same number. */
    int inherited_descriptor;
    /* An open cgroup.procs, into which the new process moves itself before it executes. */
    int cgroup_processes;
    uint64_t data_limit_bytes; /* RLIMIT_DATA */
    int stops_at_allocations;  /* 1: clinux_stop_at_allocations */
    int own_process_group;     /* 1: leads a new process group */
    int own_session;           /* 1: leads a new session, without a terminal */
    int isolated;              /* 1: no descriptor but 0, 1, 2 and the inherited one; umask 022 */
    /* The user it runs as, without supplementary groups; -1 for the current one. */
    int64_t user_id;
    int64_t group_id;
    int parent_death_signal;   /* sent when the spawning thread ends; 0: none */
    /* The processors that it may run on, one bit each; NULL for all that we may use. */
    const uint64_t *_Nullable processors;
    uint64_t processors_bytes;
    /* The new process waits for a byte here before it executes. The end of the file ends it, so it
       closes its copy of the other end. */
    int release;
    int release_write_end;
    /* Close-on-exec: if a step fails, a struct clinux_failure is written here. */
    int failure;
};

/* The step that prevented a process from executing its program. */
enum clinux_step {
    CLINUX_STEP_DESCRIPTORS,
    CLINUX_STEP_DIRECTORY,
    CLINUX_STEP_CGROUP,
    CLINUX_STEP_LIMIT,
    CLINUX_STEP_PROCESSORS,
    CLINUX_STEP_ALLOCATIONS,
    CLINUX_STEP_ACCOUNT,
    CLINUX_STEP_EXECUTE,
};

struct clinux_failure {
    int step;
    int error;
};

/* Forks; returns the ID of the new process, which then waits for `release`, or -errno. */
int32_t clinux_spawn(const struct clinux_spawn_request *_Nonnull request);

/* Replaces this process with a program, which inherits what we did: descriptors, signals and limits
   are as they were at our start. Returns -errno on failure; the next execution then closes our
   descriptors. */
int clinux_execute(
    const char *_Nonnull path, char *_Nullable const *_Nonnull new_arguments,
    char *_Nullable const *_Nonnull new_environment);

/* Starts ptrace(2) with the options of the tracer in Harness/Watching: exits stop, exit kills. With
   `allocations`, also the calls of a process after clinux_stop_at_allocations. */
int clinux_trace(int32_t process, int allocations);
int clinux_continue(int32_t thread, int signal);
/* Continues to the end of the call at which the thread stopped: CLINUX_STOP_RETURNED. */
int clinux_continue_to_result(int32_t thread);
int clinux_listen(int32_t thread);
/* The event's message: the new thread's ID after a clone, the old ID after an exec; or -errno. */
long clinux_event_message(int32_t thread);

/* The sender of the signal for which a thread is stopped: 0 for the kernel, or -errno. */
int32_t clinux_signal_sender(int32_t thread);

/* The reason why a traced thread stopped. */
enum clinux_stop {
    CLINUX_STOP_SIGNAL,     /* a signal is about to be delivered */
    CLINUX_STOP_GROUP,      /* job control stopped the group */
    CLINUX_STOP_ATTACHED,   /* a new thread is attached */
    CLINUX_STOP_FORKED,     /* fork: a new process with a copy of the memory */
    CLINUX_STOP_VFORKED,    /* vfork: a new process in the same memory */
    CLINUX_STOP_CLONED,     /* clone: a new thread, or a process created in another way */
    CLINUX_STOP_EXECUTED,   /* execve is done */
    CLINUX_STOP_EXITING,    /* about to end, memory still exists */
    CLINUX_STOP_ALLOCATING, /* about to make a memory call */
    CLINUX_STOP_RETURNED,   /* the call is done */
    CLINUX_STOP_OTHER,
};
enum clinux_stop clinux_stop_kind(int status);

/* Stops this thread and its descendants for their tracer at each system call that can increase
   memory counted by RLIMIT_DATA. Without a tracer that requests such stops, the calls fail with
   ENOSYS. Unprivileged processes thereby give up gaining privileges. Safe between fork and
   execution. 0 or -errno. */
int clinux_stop_at_allocations(void);

/* A memory call: the additional size or, for brk, the new end of the heap. */
struct clinux_allocation {
    int64_t bytes;
    int64_t break_address; /* 0: a call other than brk */
};
/* Reads the call of a thread at CLINUX_STOP_ALLOCATING; requires Linux 5.3. 0 or -errno: -ENOTSUP
   for the call of a program with other call numbers. */
int clinux_read_allocation(int32_t thread, struct clinux_allocation *_Nonnull allocation);
/* Reads the result of the call at CLINUX_STOP_RETURNED: an address or -errno. 0 or -errno. */
int clinux_read_result(int32_t thread, int64_t *_Nonnull result);

/* The usage of a process and the children it waited for, from wait4. */
struct clinux_usage {
    int64_t user_ns;
    int64_t system_ns;
    int64_t major_faults;
    int64_t peak_rss_bytes; /* over all images, from approximate counters */
};

/* wait4 for any child or traced thread of the calling thread; 0 or -errno. */
int clinux_wait_any(
    int32_t *_Nonnull thread, int *_Nonnull status, struct clinux_usage *_Nonnull usage);

/* pipe2 with O_CLOEXEC: read end, write end; 0 or -errno. */
int clinux_pipe(int ends[_Nonnull 2]);
/* A connected pair of stream sockets, closed on exec; 0 or -errno. */
int clinux_socket_pair(int ends[_Nonnull 2]);

int clinux_pidfd_open(int32_t process);
int clinux_pidfd_signal(int pidfd, int signal);

/* Waits until `descriptor` can be read or is hung up; 1 if so, 0 after `nanoseconds`. */
int clinux_wait_readable(int descriptor, long nanoseconds);

/* Sets the accuracy of the calling thread's sleeps to `nanoseconds`, and requests a higher
   priority, which only privileged processes get. */
void clinux_sharpen_timers(unsigned long nanoseconds);

/* Whether a thread belongs to a process. */
int clinux_is_thread(int32_t thread, int32_t process);

/* The processor time of all threads of a process, including ended ones, without its children; 0 or
   -errno. */
int clinux_own_times(int32_t process, int64_t *_Nonnull user_ns, int64_t *_Nonnull system_ns);

/* Whether orphans below this process become its children from now on; 0 or -errno. */
int clinux_adopt_orphans(int adopts);

/* Whether two processes share their memory, as after vfork; 0 if unknown. */
int clinux_shares_memory(int32_t first, int32_t second);

/* The processors that a thread may run on, one bit each. Returns the number of bytes filled, or
   -errno. */
long clinux_get_processors(int32_t thread, uint64_t *_Nonnull processors, uint64_t bytes);

/* Raises the soft limit of open descriptors to the hard one; commands get the old one back. */
void clinux_raise_descriptor_limit(void);

/* Records a signal from now on instead of dying from it; an ignored signal stays ignored. */
int clinux_install_forwarder(int signal);
/* Takes the last signal that a process sent us, and its sender; 0 for none. Signals from a terminal
   are excluded: they reach the command directly. */
int clinux_take_forwarded(int32_t *_Nonnull sender);
/* The last signal seen, from any sender; 0 for none. */
int clinux_last_signal(void);

/* This program's arguments, as the C library passed them to a constructor; NULL if unavailable. */
char *_Nullable const *_Nullable clinux_arguments(int32_t *_Nonnull count);
/* Whether a file has an extended attribute. */
int clinux_has_attribute(const char *_Nonnull path, const char *_Nonnull name);

/* Waits until everything written to the descriptor's file system is on its disk. */
int clinux_sync_filesystem(int descriptor);

#endif
