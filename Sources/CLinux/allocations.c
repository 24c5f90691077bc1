#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_CALLS AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_CALLS AUDIT_ARCH_AARCH64
#endif

#ifdef NATIVE_CALLS

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(value, then, otherwise)                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)

/* The bit that marks the calls of x32 programs. */
#define X32_CALL 0x40000000

/* Calls that can increase memory counted by RLIMIT_DATA stop for the tracer; mapping and protecting
   only if the memory becomes writable. The protection is the third argument of both. Calls of
   programs with other call numbers, such as 32-bit ones, always stop. */
static struct sock_filter filter[] = {
    LOAD(arch),
    IF_EQUAL(NATIVE_CALLS, 0, 10),
    LOAD(nr),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_CALL, 8, 0),
    IF_EQUAL(SYS_brk, 7, 0),
    IF_EQUAL(SYS_mremap, 6, 0),
    IF_EQUAL(SYS_mprotect, 2, 0),
    IF_EQUAL(SYS_pkey_mprotect, 1, 0),
    IF_EQUAL(SYS_mmap, 0, 2),
    LOAD(args[2]),
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
};

static int install_filter(void) {
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    return (int)syscall(
        SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program);
}

int clinux_stop_at_allocations(void) {
    if (install_filter() == 0) return 0;
    /* Only privileged processes may do this to programs that gain privileges. */
    if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    return install_filter() == 0 ? 0 : -errno;
}

#else

#define NATIVE_CALLS 0

int clinux_stop_at_allocations(void) { return -ENOSYS; }

#endif

int clinux_read_allocation(pid_t thread, struct clinux_allocation *allocation) {
    struct __ptrace_syscall_info call;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call) < 0) return -errno;
    if (call.op != PTRACE_SYSCALL_INFO_SECCOMP) return -EINVAL;
    if (call.arch != NATIVE_CALLS) return -ENOTSUP;
    const uint64_t *arguments = call.seccomp.args;
    allocation->break_address = 0;
    allocation->bytes = 0;
    switch (call.seccomp.nr) {
    case SYS_brk: allocation->break_address = (int64_t)arguments[0]; return 0;
    case SYS_mremap: allocation->bytes = (int64_t)(arguments[2] - arguments[1]); return 0;
    case SYS_mmap:
    case SYS_mprotect:
    case SYS_pkey_mprotect: allocation->bytes = (int64_t)arguments[1]; return 0;
    default: return -ENOTSUP;
    }
}

int clinux_read_result(pid_t thread, int64_t *result) {
    struct __ptrace_syscall_info call;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call) < 0) return -errno;
    if (call.op != PTRACE_SYSCALL_INFO_EXIT) return -EINVAL;
    *result = call.exit.rval;
    return 0;
}
