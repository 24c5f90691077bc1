import Files
import Glibc

/// The children of a process, as /proc lists them now; nobody's for one that is gone.
func children(of process: pid_t) -> [pid_t] {
    (threadIDs(of: process) ?? []).flatMap { children(of: process, thread: $0) }
}

/// The children that one thread of a process made, or was left by another that ended.
func children(of process: pid_t, thread: pid_t) -> [pid_t] {
    guard let text = readProcFile("/proc/\(process)/task/\(thread)/children") else { return [] }
    return text.withUnsafeBytes { ProcNumbers($0).map { pid_t(truncatingIfNeeded: $0) } }
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
