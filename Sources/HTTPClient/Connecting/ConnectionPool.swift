/// A limited number of connections to one source, each reused while it is open.
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

    /// Returns a connection, waiting in order of the calls until one is free.
    ///
    /// - Parameter fresh: Whether it must be a new connection.
    func take(fresh: Bool = false) async throws -> (connection: Connection, isReused: Bool) {
        await takePlace()
        do {
            // A task that was cancelled while waiting must not send a request.
            try Task.checkCancellation()
            while let connection = idle.popLast() {
                if !fresh, connection.isOpen { return (connection, true) }
                // A new connection beside this one would exceed the limit.
                connection.close()
                if fresh { break }
            }
            return (try await open(), false)
        } catch {
            givePlace()
            throw error
        }
    }

    /// Returns a connection to the pool; closes it if it can't be reused.
    func give(_ connection: Connection, isReusable: Bool) {
        if isReusable, connection.isOpen {
            idle.append(connection)
        } else {
            connection.close()
        }
        givePlace()
    }

    /// Closes all unused connections.
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
