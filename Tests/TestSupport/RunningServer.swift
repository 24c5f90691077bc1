/// Runs a server in this process while a test works with it, and waits for the server's end.
///
/// - Parameters:
///   - serve: Runs the server: reports its port once it listens, and ends when `stop` returns.
///   - work: Receives the port, and a function that stops the server.
/// - Throws: The error of either function, after the other has ended.
package func withRunningServer<Value: Sendable>(
    _ serve:
        @escaping @Sendable (
            _ onListening: @escaping @Sendable (Int) async -> Void,
            _ stop: @escaping @Sendable () async -> Void
        ) async throws -> Void,
    work:
        @escaping @Sendable (_ port: Int, _ stop: @escaping @Sendable () -> Void) async throws ->
        Value
) async throws -> Value {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let (stops, stop) = AsyncStream.makeStream(of: Void.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { port.finish() }
            try await serve({ port.yield($0) }, { for await _ in stops {} })
        }
        do {
            var iterator = ports.makeAsyncIterator()
            guard let number = await iterator.next() else {
                // The server ended before it listened, with a reason.
                try await group.waitForAll()
                throw CancellationError()
            }
            let value = try await work(number) { stop.finish() }
            stop.finish()
            try await group.waitForAll()
            return value
        } catch {
            group.cancelAll()
            throw error
        }
    }
}
