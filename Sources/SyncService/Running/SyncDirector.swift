import Glibc
import Synchronization

/// A director that runs one sync at a time, and remembers the results.
package final class SyncDirector: Sendable {
    private let runner: any SyncRunning
    private let state = Mutex(State())

    private struct State {
        var running: (run: any SyncRun, task: Task<SyncReport, Never>)?
        var isStopping = false
        var history = SyncHistory()
    }

    /// Creates a director that has run no sync yet.
    package init(_ runner: any SyncRunning) {
        self.runner = runner
    }

    /// The outcome of a request for a sync.
    package enum Answer: Hashable, Sendable {
        /// The sync ran.
        case done(SyncReport)
        /// Another sync is running.
        case busy
        /// The service is stopping and starts no more syncs.
        case stopping
    }

    /// Runs a sync, unless one is running. It continues even if the task is cancelled.
    package func sync() async -> Answer {
        let begun: Result<Task<SyncReport, Never>, Refusal> = state.withLock { state in
            if state.isStopping { return .failure(Refusal(answer: .stopping)) }
            if state.running != nil { return .failure(Refusal(answer: .busy)) }
            let run = runner.makeRun()
            let task = Task { await self.complete(run) }
            state.running = (run, task)
            return .success(task)
        }
        switch begun {
        case .success(let task): return .done(await task.value)
        case .failure(let refusal): return refusal.answer
        }
    }

    /// The current state of the service.
    package var status: SyncStatus {
        state.withLock { state in
            SyncStatus(
                doneCount: state.running?.run.doneCount, isStopping: state.isStopping,
                history: state.history)
        }
    }

    /// Starts no more syncs, and asks the running one to stop.
    package func stop() {
        let running = state.withLock { state in
            state.isStopping = true
            return state.running?.run
        }
        running?.requestStop()
    }

    /// Waits for the end of the running sync, if there is one.
    package func waitUntilIdle() async {
        let task = state.withLock { $0.running?.task }
        _ = await task?.value
    }

    private func complete(_ run: any SyncRun) async -> SyncReport {
        let start = ContinuousClock.now
        let report: SyncReport
        do {
            report = try await run.run()
        } catch {
            report = SyncReport(.failed, reason: "\(error)")
        }
        let duration = ContinuousClock.now - start
        state.withLock { state in
            state.history.add(report, duration: duration, unixSeconds: time(nil))
            state.running = nil
        }
        return report
    }

    private struct Refusal: Error {
        let answer: Answer
    }
}
