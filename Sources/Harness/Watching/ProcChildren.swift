import Files
import Glibc

/// Returns the current children of a process from /proc; empty if the process is gone.
func children(of process: pid_t) -> [pid_t] {
    if hasOneThread(process) { return children(of: process, thread: process) }
    return (threadIDs(of: process) ?? []).flatMap { children(of: process, thread: $0) }
}

/// Returns whether a process has a single thread, by one call: the kernel counts threads as links
/// of their folder, in addition to its own two.
private func hasOneThread(_ process: pid_t) -> Bool {
    var status = stat()
    return stat("/proc/\(process)/task", &status) == 0 && status.st_nlink == 3
}

/// Returns the children that one thread of a process created, or inherited from a thread that
/// ended.
func children(of process: pid_t, thread: pid_t) -> [pid_t] {
    let numbers = withProcFile("/proc/\(process)/task/\(thread)/children") { text in
        ProcNumbers(text).map { pid_t(truncatingIfNeeded: $0) }
    }
    return (try? numbers.get()) ?? []
}

/// Returns all current descendants of a process from /proc, nearest first.
func descendants(of process: pid_t) -> [pid_t] {
    var found = children(of: process)
    var next = 0
    while next < found.count {
        found += children(of: found[next])
        next += 1
    }
    return found
}
