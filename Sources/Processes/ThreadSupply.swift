internal import Glibc
internal import Threads

/// A check of whether the system has enough threads left for this program.
package enum ThreadSupply {
    /// The number of our own threads during a trial: its own, the watcher's, and those that read
    /// output.
    private static let ownCount = 4
    /// The maximum number of threads expected in the concurrency pool.
    private static let poolCountMaximum = 8

    /// Starts as many threads as a trial needs, all at once, and ends them.
    ///
    /// Must be called before anything asynchronous: if the system refuses threads, the pool waits
    /// for them forever and ignores signals.
    ///
    /// - Throws: `MachineError` if there are too few.
    package static func check() throws {
        let pool = min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), poolCountMaximum)
        try check(count: ownCount + max(1, pool))
    }

    /// Starts this many threads at once and ends them.
    static func check(count: Int) throws {
        let gate = try Pipe()
        var threads: [DedicatedThread] = []
        defer {
            // Closing this end releases all threads.
            close(gate.writeEnd)
            for thread in threads { thread.join() }
            close(gate.readEnd)
        }
        do {
            for _ in 0..<count {
                threads.append(
                    try DedicatedThread {
                        var byte: UInt8 = 0
                        _ = read(gate.readEnd, &byte, 1)
                    })
            }
        } catch {
            throw MachineError(
                .system,
                "the system allows only \(threads.count) of the \(count) threads a trial needs;"
                    + " raise the limit of processes (ulimit -u)")
        }
    }
}
