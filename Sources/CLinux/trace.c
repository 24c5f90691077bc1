#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TRACE_OPTIONS                                                                              \
    (PTRACE_O_TRACEEXIT | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |         \
     PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)
#define ALLOCATION_OPTIONS (PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD)
/* The signal that TRACESYSGOOD reports for the stop at the end of a call. */
#define CALL_STOP (SIGTRAP | 0x80)

static int result(long value) { return value < 0 ? -errno : 0; }

int clinux_trace(pid_t process, int allocations) {
    uintptr_t options = TRACE_OPTIONS | (allocations ? ALLOCATION_OPTIONS : 0);
    return result(ptrace(PTRACE_SEIZE, process, NULL, (void *)options));
}

int clinux_continue(pid_t thread, int signal) {
    return result(ptrace(PTRACE_CONT, thread, NULL, (void *)(uintptr_t)signal));
}

int clinux_continue_to_result(pid_t thread) {
    return result(ptrace(PTRACE_SYSCALL, thread, NULL, NULL));
}

int clinux_listen(pid_t thread) { return result(ptrace(PTRACE_LISTEN, thread, NULL, NULL)); }

long clinux_event_message(pid_t thread) {
    unsigned long message = 0;
    if (ptrace(PTRACE_GETEVENTMSG, thread, NULL, &message) < 0) return -errno;
    return (long)message;
}

pid_t clinux_signal_sender(pid_t thread) {
    siginfo_t information;
    if (ptrace(PTRACE_GETSIGINFO, thread, NULL, &information) < 0) return -errno;
    return information.si_code <= 0 ? information.si_pid : 0;
}

enum clinux_stop clinux_stop_kind(int status) {
    int signal = WSTOPSIG(status);
    switch (status >> 16) {
    case 0: return signal == CALL_STOP ? CLINUX_STOP_RETURNED : CLINUX_STOP_SIGNAL;
    case PTRACE_EVENT_SECCOMP: return CLINUX_STOP_ALLOCATING;
    case PTRACE_EVENT_EXIT: return CLINUX_STOP_EXITING;
    case PTRACE_EVENT_EXEC: return CLINUX_STOP_EXECUTED;
    case PTRACE_EVENT_FORK: return CLINUX_STOP_FORKED;
    case PTRACE_EVENT_VFORK: return CLINUX_STOP_VFORKED;
    case PTRACE_EVENT_CLONE: return CLINUX_STOP_CLONED;
    case PTRACE_EVENT_STOP:
        return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU
                   ? CLINUX_STOP_GROUP
                   : CLINUX_STOP_ATTACHED;
    default: return CLINUX_STOP_OTHER;
    }
}

static int64_t nanoseconds(struct timeval time) {
    return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

static int has_ended(int code) {
    return code == CLD_EXITED || code == CLD_KILLED || code == CLD_DUMPED;
}

int clinux_wait_any(pid_t *thread, int *status, struct clinux_usage *usage) {
    struct rusage told = {0};
    pid_t found;
    do {
        siginfo_t next = {0};
        int error;
        do error = waitid(P_ALL, 0, &next, WEXITED | WSTOPPED | WNOWAIT | __WALL | __WNOTHREAD);
        while (error < 0 && errno == EINTR);
        if (error < 0) return -errno;
        /* The kernel sums a process's usage over all its threads: only once, at its end. */
        int is_end = has_ended(next.si_code) && clinux_is_thread(next.si_pid, next.si_pid);
        found = wait4(
            next.si_pid, status, __WALL | __WNOTHREAD | WNOHANG, is_end ? &told : NULL);
        /* Another thread's exec may have removed the thread in the meantime. */
    } while (found == 0 || (found < 0 && (errno == EINTR || errno == ECHILD)));
    if (found < 0) return -errno;
    *thread = found;
    *usage = (struct clinux_usage){
        .user_ns = nanoseconds(told.ru_utime),
        .system_ns = nanoseconds(told.ru_stime),
        .major_faults = told.ru_majflt,
        .peak_rss_bytes = (int64_t)told.ru_maxrss << 10,
    };
    return 0;
}

int clinux_pipe(int ends[2]) { return result(pipe2(ends, O_CLOEXEC)); }

int clinux_socket_pair(int ends[2]) {
    return result(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
}

int clinux_pidfd_open(pid_t process) {
    long descriptor = syscall(SYS_pidfd_open, process, 0);
    return descriptor < 0 ? -errno : (int)descriptor;
}

int clinux_pidfd_signal(int pidfd, int signal) {
    return result(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0));
}

void clinux_sharpen_timers(unsigned long nanoseconds) {
    prctl(PR_SET_TIMERSLACK, nanoseconds);
    /* On Linux, a priority belongs to a thread. */
    setpriority(PRIO_PROCESS, 0, -10);
}

int clinux_wait_readable(int descriptor, long nanoseconds) {
    struct pollfd polled = {.fd = descriptor, .events = POLLIN};
    struct timespec interval = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(&polled, 1, &interval, NULL) > 0;
}

long clinux_get_processors(int32_t thread, uint64_t *processors, uint64_t bytes) {
    long filled = syscall(SYS_sched_getaffinity, thread, bytes, processors);
    return filled < 0 ? -errno : filled;
}

int clinux_is_thread(pid_t thread, pid_t process) {
    /* No signal is sent; a forbidden one is refused only after the pair was found. */
    return syscall(SYS_tgkill, process, thread, 0) == 0 || errno == EPERM;
}

/* The kernel's clock numbers of a process, from posix-timers.h, which no library exports. */
#define CLOCK_OF_USER_AND_SYSTEM 0
#define CLOCK_OF_USER 1
#define CLOCK_OF_SCHEDULER 2

static int64_t process_clock_ns(pid_t process, unsigned kind) {
    struct timespec time;
    clockid_t clock = (clockid_t)((~(unsigned)process << 3) | kind);
    if (syscall(SYS_clock_gettime, clock, &time) < 0) return -1;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int clinux_own_times(pid_t process, int64_t *user_ns, int64_t *system_ns) {
    int64_t both = process_clock_ns(process, CLOCK_OF_USER_AND_SYSTEM);
    int64_t user = process_clock_ns(process, CLOCK_OF_USER);
    int64_t total = process_clock_ns(process, CLOCK_OF_SCHEDULER);
    if (both < 0 || user < 0 || total < 0) return -errno;
    /* Like getrusage: the exact total, divided in proportion to the ticks. */
    *user_ns = both > 0 && user < both ? (int64_t)((double)total * (double)user / (double)both)
                                       : total;
    *system_ns = total - *user_ns;
    return 0;
}

int clinux_adopt_orphans(int adopts) { return result(prctl(PR_SET_CHILD_SUBREAPER, adopts)); }

int clinux_shares_memory(pid_t first, pid_t second) {
    return syscall(SYS_kcmp, first, second, KCMP_VM, 0UL, 0UL) == 0;
}
