import Files
import Glibc

/// The children of a process, as /proc lists them now; nobody's for one that is gone.
func children(of process: pid_t) -> [pid_t] {
    if hasOneThread(process) { return children(of: process, thread: process) }
    return (threadIDs(of: process) ?? []).flatMap { children(of: process, thread: $0) }
}

/// Whether a process has a single thread, which costs one call: the kernel counts the threads as links of
/// their folder, beside its own two.
private func hasOneThread(_ process: pid_t) -> Bool {
    var status = stat()
    return stat("/proc/\(process)/task", &status) == 0 && status.st_nlink == 3
}

/// The children that one thread of a process made, or was left by another that ended.
func children(of process: pid_t, thread: pid_t) -> [pid_t] {
    let numbers = withProcFile("/proc/\(process)/task/\(thread)/children") { text in
        ProcNumbers(text).map { pid_t(truncatingIfNeeded: $0) }
    }
    return (try? numbers.get()) ?? []
}

/// Everything below a process, as /proc lists it now, nearest first.
func descendants(of process: pid_t) -> [pid_t] {
    var found = children(of: process)
    var next = 0
    while next < found.count {
        found += children(of: found[next])
        next += 1
    }
    return found
}
