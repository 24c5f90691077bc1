import HTTPClient
import HTTPServing
import HTTPSource
import HTTPSourceServer

/// Runs `body` with a server in this process, passing its port.
func withServer<Result: Sendable>(
    _ settings: SourceSettings = SourceSettings(), bounds: ServerBounds = ServerBounds(),
    body: @escaping @Sendable (Int) async throws -> Result
) async throws -> Result {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await SourceServer(Source(settings), bounds: bounds).run { port.yield($0) }
            return nil
        }
        group.addTask {
            for await port in ports { return try await body(port) }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// A receiver that keeps a body unchanged.
final class Kept: BodyReceiver {
    private(set) var bytes: [UInt8] = []

    func begin() { bytes = [] }
    func receive(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }
    func finish() {}
}
