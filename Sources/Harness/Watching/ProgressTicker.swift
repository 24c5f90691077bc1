internal import CLinux
import Glibc
import Processes
import Threads

/// A reporter of a running trial's progress, ten times per second, from a thread of its own.
///
/// The watcher's thread can't do that: the handler may block on a terminal, and the budget can't
/// wait. The page is shared memory, and memory figures are the watcher's latest, so a tick costs
/// the measured process nothing.
final class ProgressTicker: Sendable {
    /// Receives the progress.
    typealias Handler = @Sendable (TrialMoment) -> Void

    private static let intervalNanoseconds = 100_000_000

    private let page: GaugePage
    private let memory: LatestMemory
    private let handler: Handler
    private let wake: Pipe
    private let startNanoseconds = monotonicNanoseconds()

    /// Runs `body` while progress is reported to `handler`; a `nil` handler reports none.
    static func during<Value>(
        _ page: GaugePage, memory: LatestMemory, handler: Handler?, body: () throws -> Value
    ) throws -> Value {
        guard let handler else { return try body() }
        let ticker = try ProgressTicker(page: page, memory: memory, handler: handler)
        let ticking = try DedicatedThread { ticker.run() }
        defer {
            ticker.stop()
            ticking.join()
        }
        return try body()
    }

    private init(page: GaugePage, memory: LatestMemory, handler: @escaping Handler) throws {
        self.page = page
        self.memory = memory
        self.handler = handler
        wake = try Pipe()
    }

    deinit {
        wake.close()
    }

    private func run() {
        while clinux_wait_readable(wake.readEnd, Self.intervalNanoseconds) == 0 {
            handler(moment)
        }
    }

    private func stop() {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
    }

    private var moment: TrialMoment {
        let gauges = page.read()
        // A rejected unit is done too. For trees of files, rejected records are counted, so the sum
        // may exceed the total.
        var done = gauges.unitsDone + gauges.unitsFailed
        if gauges.unitsTotal > 0 { done = min(done, max(gauges.unitsTotal, gauges.unitsDone)) }
        return TrialMoment(
            elapsed: .nanoseconds(monotonicNanoseconds() - startNanoseconds),
            unitsDone: gauges.hasWorker ? done : nil,
            unitsTotal: gauges.unitsTotal > 0 ? gauges.unitsTotal : nil, phase: page.readPhase(),
            memory: memory.value)
    }
}
