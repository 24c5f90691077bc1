import Glibc
import Synchronization

/// The requests to stop this process, sent with SIGTERM or SIGINT.
package enum StopRequest {
    private typealias Handler = @convention(c) (Int32) -> Void
    private static let signals = [SIGTERM, SIGINT]

    /// Whether a stop was requested.
    package static var isAsked: Bool {
        isStopAsked.load(ordering: .relaxed)
    }

    /// Runs `body` while the signals only request a stop; afterwards they end the process again.
    package static func listening<Result>(_ body: () throws -> Result) rethrows -> Result {
        let previous = listen()
        defer { restore(previous) }
        return try body()
    }

    /// Runs `body` while the signals only request a stop; afterwards they end the process again.
    package static func listening<Result>(
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        let previous = listen()
        defer { restore(previous) }
        return try await body()
    }

    private static func listen() -> [Handler?] {
        isStopAsked.store(false, ordering: .relaxed)
        let ask: Handler = noteRequest
        return signals.map { signal($0, ask) }
    }

    private static func restore(_ handlers: [Handler?]) {
        for (number, handler) in zip(signals, handlers) { signal(number, handler) }
    }
}

extension WorkerError.Code {
    /// The job was stopped early and its partial result kept: running it again continues.
    package static let unfinished = WorkerError.Code(rawValue: 75)
}

private let isStopAsked = Atomic(false)

private func noteRequest(_ signal: Int32) {
    isStopAsked.store(true, ordering: .relaxed)
}
