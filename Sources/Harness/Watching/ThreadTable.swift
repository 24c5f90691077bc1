import Glibc

/// The threads of a traced tree, and which of them have not come to their end.
struct ThreadTable {
    private var processOfThread: [pid_t: pid_t] = [:]
    /// Threads without an exit stop, of each process that has, or had, more than one.
    private var running: [pid_t: Set<pid_t>] = [:]
    /// The most threads that each of these processes had at once.
    private var counts: [pid_t: Int] = [:]
    /// The process of the thread that was looked up last.
    private(set) var lastProcess: pid_t?

    /// The process of a thread; nil for one that is not known.
    mutating func process(of thread: pid_t) -> pid_t? {
        guard let process = processOfThread[thread] else { return nil }
        lastProcess = process
        return process
    }

    /// Adds a thread; a process comes with its first.
    mutating func add(_ thread: pid_t, of process: pid_t) {
        processOfThread[thread] = process
        lastProcess = process
        guard thread != process else { return }
        running[process, default: [process]].insert(thread)
        counts[process] = max(counts[process] ?? 1, running[process]?.count ?? 1)
    }

    /// The most threads that a process had at once.
    func count(of process: pid_t) -> Int { counts[process] ?? 1 }

    /// Takes note of a thread that is at its exit stop.
    ///
    /// - Returns: Whether it is the last one of its process.
    mutating func exit(_ thread: pid_t, of process: pid_t) -> Bool {
        guard running[process] != nil else { return true }
        running[process]?.remove(thread)
        return running[process]?.isEmpty == true
    }

    /// Whether a process had more than one thread.
    func hadOthers(_ process: pid_t) -> Bool { running[process] != nil }

    /// Takes note of an execution: the thread becomes the only one, under the process's number.
    mutating func execute(_ thread: pid_t, formerly former: pid_t, of process: pid_t) {
        if former > 0, former != thread { processOfThread[former] = nil }
        processOfThread[thread] = process
        running[process] = nil
    }

    /// Removes a thread that was reaped.
    ///
    /// - Returns: Its process; nil if it is not known.
    mutating func remove(_ thread: pid_t) -> pid_t? {
        guard let process = processOfThread.removeValue(forKey: thread) else { return nil }
        if thread == process {
            running[process] = nil
            counts[process] = nil
        } else {
            running[process]?.remove(thread)
        }
        return process
    }
}
