internal import Glibc
internal import Threads

/// Whether the system has threads left for this program.
package enum ThreadSupply {
    /// The threads of our own beside a running trial: its own, the watcher's, and those that listen.
    private static let ownCount = 4
    /// The most of the concurrency pool that are counted on.
    private static let poolCountMaximum = 8

    /// Starts as many threads as a trial takes, all at once, and lets them end.
    ///
    /// To be called before anything asynchronous: the pool waits for its threads for ever, deaf to
    /// signals, where the system refuses them.
    ///
    /// - Throws: `MachineError` if there are too few.
    package static func check() throws {
        let pool = min(sysconf(Int32(_SC_NPROCESSORS_ONLN)), poolCountMaximum)
        try check(count: ownCount + max(1, pool))
    }

    /// Starts that many threads at once and lets them end.
    static func check(count: Int) throws {
        let gate = try Pipe()
        var threads: [DedicatedThread] = []
        defer {
            // Its end lets them all go.
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
                "the system allows only \(threads.count) of the \(count) threads that a trial takes;"
                    + " raise the limit of processes (ulimit -u)")
        }
    }
}
