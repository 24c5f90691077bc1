import Glibc
import Synchronization

/// Whether somebody asked this process to stop, with SIGTERM or SIGINT.
enum StopRequest {
    private typealias Handler = @convention(c) (Int32) -> Void
    private static let signals = [SIGTERM, SIGINT]

    /// Whether somebody has.
    static var isAsked: Bool {
        isStopAsked.load(ordering: .relaxed)
    }

    /// Runs `body` while the signals only ask; afterwards they end the process again.
    static func listening<Result>(_ body: () throws -> Result) rethrows -> Result {
        isStopAsked.store(false, ordering: .relaxed)
        let ask: Handler = noteRequest
        let previous = signals.map { signal($0, ask) }
        defer {
            for (number, handler) in zip(signals, previous) { signal(number, handler) }
        }
        return try body()
    }
}

private let isStopAsked = Atomic(false)

private func noteRequest(_ signal: Int32) {
    isStopAsked.store(true, ordering: .relaxed)
}
