import Glibc

/// The threads of a traced tree, and those among them that are still running.
struct ThreadTable {
    private var processOfThread: [pid_t: pid_t] = [:]
    /// The threads without an exit stop, for each process that has ever had more than one.
    private var running: [pid_t: Set<pid_t>] = [:]
    /// The maximum number of simultaneous threads of these processes.
    private var counts: [pid_t: Int] = [:]
    /// The process of the thread that was looked up last.
    private(set) var lastProcess: pid_t?

    /// Returns the process of a thread; `nil` if unknown.
    mutating func process(of thread: pid_t) -> pid_t? {
        guard let process = processOfThread[thread] else { return nil }
        lastProcess = process
        return process
    }

    /// Adds a thread; the first one adds its process.
    mutating func add(_ thread: pid_t, of process: pid_t) {
        processOfThread[thread] = process
        lastProcess = process
        guard thread != process else { return }
        running[process, default: [process]].insert(thread)
        counts[process] = max(counts[process] ?? 1, running[process]?.count ?? 1)
    }

    /// Returns the maximum number of simultaneous threads of a process.
    func count(of process: pid_t) -> Int { counts[process] ?? 1 }

    /// Records a thread that is at its exit stop.
    ///
    /// - Returns: Whether it is the last one of its process.
    mutating func exit(_ thread: pid_t, of process: pid_t) -> Bool {
        guard running[process] != nil else { return true }
        running[process]?.remove(thread)
        return running[process]?.isEmpty == true
    }

    /// Returns whether a process ever had more than one thread.
    func hadOthers(_ process: pid_t) -> Bool { running[process] != nil }

    /// Records an execution: the thread becomes the only one, with the process's ID.
    mutating func execute(_ thread: pid_t, formerly former: pid_t, of process: pid_t) {
        if former > 0, former != thread { processOfThread[former] = nil }
        processOfThread[thread] = process
        running[process] = nil
    }

    /// Removes a thread that was reaped.
    ///
    /// - Returns: Its process; `nil` if unknown.
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
