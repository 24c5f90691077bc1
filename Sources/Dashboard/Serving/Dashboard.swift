internal import HTTPServing
package import MemoryBudget
package import RunStore
internal import Synchronization

/// The live page of one run: takes what happens, and tells every browser.
///
/// Whoever tells is never kept waiting by a browser. Its calls come one after another.
package final class Dashboard: Sendable {
    private let directory: Mutex<RunDirectory?>
    private let book = Mutex(LiveBook())
    let hub: EventHub<LiveRun>

    /// A page of a run of which nothing is known yet.
    package init(path: String) {
        directory = Mutex(nil)
        hub = EventHub(LiveRun(path: path)) { LiveEvent.state($0).streamed }
    }

    /// The run as the page has it.
    package var run: LiveRun { hub.state }

    /// Changes what is known of the run's status and progress.
    package func update(_ change: (inout LiveHeader) -> Void) {
        hub.publish { run in
            let before = run.header
            change(&run.header)
            return run.header == before ? nil : LiveEvent.header(run.header).streamed
        }
    }

    /// Tells something of the run in a sentence.
    package func note(_ text: String) {
        hub.publish { run in
            run.note(text)
            return LiveEvent.note(text).streamed
        }
    }

    /// Takes the record of the run, and the trials that it has by now.
    ///
    /// - Parameters:
    ///   - directory: Where the series are.
    ///   - isWhole: Whether the record has its results.
    package func begin(
        _ record: RunRecord, trials: [Observation], in directory: RunDirectory, isWhole: Bool,
        change: (inout LiveHeader) -> Void = { _ in }
    ) {
        self.directory.withLock { $0 = directory }
        let (scenarios, count) = book.withLock { book in
            book.begin(record, trials: trials, isWhole: isWhole)
            return (book.liveScenarios(), book.trials.count)
        }
        hub.publish { run in
            run.scenarios = scenarios
            if record.finishedAt != nil { run.running = nil }
            run.header.path = directory.path
            run.header.command = record.commandLine.joined(separator: " ")
            run.header.startedAt = record.startedAt
            run.header.finishedAt = record.finishedAt
            run.header.doneCount = max(run.header.doneCount, count)
            change(&run.header)
            return LiveEvent.state(run).streamed
        }
    }

    /// Shows a run as it is recorded at its end.
    package func finish(_ record: RunRecord, in directory: RunDirectory) {
        let trials = record.scenarios.flatMap { $0.cells.flatMap(\.trials) }
        begin(record, trials: trials, in: directory, isWhole: true) { header in
            header.status = record.finishedAt == nil ? .interrupted : .finished
            header.activity = nil
            header.remainingMilliseconds = nil
        }
    }

    /// A trial is about to start.
    package func start(_ trial: RunningTrial, change: (inout LiveHeader) -> Void = { _ in }) {
        hub.publish { run in
            run.running = trial
            run.header.status = .running
            run.header.activity = nil
            change(&run.header)
            return LiveEvent.started(.init(header: run.header, running: trial)).streamed
        }
    }

    /// The progress of the running trial.
    ///
    /// - Parameter unit: What it counts, in the plural.
    package func add(_ moment: LiveMoment, unit: String) {
        hub.publish { run in
            guard run.running != nil else { return nil }
            run.running?.unit = unit
            run.running?.add(moment)
            return LiveEvent.moment(moment).streamed
        }
    }

    /// A trial is over, and stored.
    package func end(_ trial: Observation, change: (inout LiveHeader) -> Void) {
        let scenario = book.withLock { book in book.add(trial).map { book.live($0) } }
        hub.publish { run in
            run.running = nil
            change(&run.header)
            var changed: [LiveCell] = []
            if let scenario,
                let index = run.scenarios.firstIndex(where: { $0.name == scenario.name })
            {
                let before = Set(run.scenarios[index].cells)
                changed = scenario.cells.filter { !before.contains($0) }
                run.scenarios[index] = scenario
            }
            let ended = LiveEvent.Ended(
                header: run.header, scenario: trial.scenario, cells: changed)
            return LiveEvent.ended(ended).streamed
        }
    }

    /// Nothing more will come; browsers keep what they have.
    package func close() {
        hub.publish { _ in LiveEvent.closing.streamed }
    }

    /// The memory of a trial over time: time in milliseconds and RSS in bytes, at most 240 points, of
    /// which none is lower than one that was left out for it; nil if there is no such trial.
    func series(of id: Int) -> [[Int]]? {
        let trial = book.withLock { $0.trials.indices.contains(id) ? $0.trials[id] : nil }
        guard let trial, let directory = directory.withLock(\.self) else { return nil }
        // A trial without a readable series has no line.
        let samples = ((try? directory.samples(of: trial)) ?? nil) ?? []
        let width = max(1, (samples.count + Self.pointCountMax - 1) / Self.pointCountMax)
        return stride(from: 0, to: samples.count, by: width).compactMap { start in
            samples[start..<min(start + width, samples.count)].max { $0.rssBytes < $1.rssBytes }
                .map { [$0.timeNanoseconds / 1_000_000, $0.rssBytes] }
        }
    }

    private static let pointCountMax = 240
}
