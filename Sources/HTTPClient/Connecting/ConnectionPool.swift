/// Connections to one source: a bounded number at once, each used again while it is open.
actor ConnectionPool {
    private let open: @Sendable () async throws -> Connection
    private var idle: [Connection] = []
    private var freeCount: Int
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var firstWaiter = 0

    init(connectionCountMax: Int, open: @escaping @Sendable () async throws -> Connection) {
        freeCount = connectionCountMax
        self.open = open
    }

    /// Takes a connection, once one may be used: first come, first served.
    ///
    /// - Parameter fresh: Whether it must be a new one.
    func take(fresh: Bool = false) async throws -> (connection: Connection, isReused: Bool) {
        await takePlace()
        do {
            // Whoever was cancelled meanwhile must not ask the source for anything.
            try Task.checkCancellation()
            while let connection = idle.popLast() {
                if !fresh, connection.isOpen { return (connection, true) }
                // A new one beside it would be one too many.
                connection.close()
                if fresh { break }
            }
            return (try await open(), false)
        } catch {
            givePlace()
            throw error
        }
    }

    /// Gives a connection back; one that can't be used again is closed.
    func give(_ connection: Connection, isReusable: Bool) {
        if isReusable, connection.isOpen {
            idle.append(connection)
        } else {
            connection.close()
        }
        givePlace()
    }

    /// Closes what nobody uses.
    func close() {
        for connection in idle { connection.close() }
        idle = []
    }

    private func takePlace() async {
        if freeCount > 0 {
            freeCount -= 1
        } else {
            await withCheckedContinuation { waiters.append($0) }
        }
    }

    private func givePlace() {
        guard firstWaiter < waiters.count else {
            freeCount += 1
            return
        }
        let next = waiters[firstWaiter]
        firstWaiter += 1
        if firstWaiter == waiters.count { (waiters, firstWaiter) = ([], 0) }
        next.resume()
    }
}
