import Glibc
import Synchronization

/// Sees to it that one sync runs at a time, and remembers what became of them.
package final class SyncDirector: Sendable {
    private let runner: any SyncRunning
    private let state = Mutex(State())

    private struct State {
        var running: (run: any SyncRun, task: Task<SyncReport, Never>)?
        var isStopping = false
        var history = SyncHistory()
    }

    /// A director of syncs that none was asked for yet.
    package init(_ runner: any SyncRunning) {
        self.runner = runner
    }

    /// The outcome of a request for a sync.
    package enum Answer: Hashable, Sendable {
        /// It ran.
        case done(SyncReport)
        /// Another one is running.
        case busy
        /// No more are begun.
        case stopping
    }

    /// Runs a sync, unless one is running. It goes on even if nobody waits for it any more.
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

    /// The state of the service at this moment.
    package var status: SyncStatus {
        state.withLock { state in
            SyncStatus(
                doneCount: state.running?.run.doneCount, isStopping: state.isStopping,
                history: state.history)
        }
    }

    /// Begins no more, and asks the one that runs to stop.
    package func stop() {
        let running = state.withLock { state in
            state.isStopping = true
            return state.running?.run
        }
        running?.requestStop()
    }

    /// Waits for the end of the one that runs, if one does.
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
