internal import HTTPServing
package import MemoryBudget
package import RunStore
internal import Synchronization

/// The live page of one run, which sends changes to every connected browser.
///
/// ```swift
/// let dashboard = Dashboard(path: ".membudget/runs/today")
/// dashboard.update { $0.activity = "generating data" }
/// dashboard.note("the disk is nearly full")
/// dashboard.close()
/// ```
///
/// Slow browsers never block its methods. These must be called one after another.
package final class Dashboard: Sendable {
    private let directory: Mutex<RunDirectory?>
    private let book = Mutex(LiveBook())
    let hub: EventHub<LiveRun>

    /// Creates a page of a run of which only the path is known.
    package init(path: String) {
        directory = Mutex(nil)
        hub = EventHub(LiveRun(path: path)) { LiveEvent.state($0).streamed }
    }

    /// The current state of the run on the page.
    package var run: LiveRun { hub.state }

    /// Changes the run's status and progress.
    package func update(_ change: (inout LiveHeader) -> Void) {
        hub.publish { run in
            let before = run.header
            change(&run.header)
            return run.header == before ? nil : LiveEvent.header(run.header).streamed
        }
    }

    /// Adds a note about the run, a sentence.
    package func note(_ text: String) {
        hub.publish { run in
            run.note(text)
            return LiveEvent.note(text).streamed
        }
    }

    /// Shows the record of the run, and its trials so far.
    ///
    /// - Parameters:
    ///   - directory: The folder of the run, with the memory series.
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

    /// Shows a run as recorded at its end.
    package func finish(_ record: RunRecord, in directory: RunDirectory) {
        let trials = record.scenarios.flatMap { $0.cells.flatMap(\.trials) }
        begin(record, trials: trials, in: directory, isWhole: true) { header in
            header.status = record.finishedAt == nil ? .interrupted : .finished
            header.activity = nil
            header.remainingMilliseconds = nil
        }
    }

    /// Shows a trial that is about to start.
    package func start(_ trial: RunningTrial, change: (inout LiveHeader) -> Void = { _ in }) {
        hub.publish { run in
            run.running = trial
            run.header.status = .running
            run.header.activity = nil
            change(&run.header)
            return LiveEvent.started(.init(header: run.header, running: trial)).streamed
        }
    }

    /// Adds progress of the running trial.
    ///
    /// - Parameter unit: The name of the units, in the plural.
    package func add(_ moment: LiveMoment, unit: String) {
        hub.publish { run in
            guard run.running != nil else { return nil }
            run.running?.unit = unit
            run.running?.add(moment)
            return LiveEvent.moment(moment).streamed
        }
    }

    /// Shows a trial that has ended and is stored.
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

    /// Tells browsers that no more changes will follow; they keep the page as it is.
    package func close() {
        hub.publish { _ in LiveEvent.closing.streamed }
    }

    /// Returns the memory of a trial over time: pairs of milliseconds and RSS in bytes; `nil` if
    /// there is no such trial.
    ///
    /// There are at most 240 points, each of which is the highest of several samples.
    func series(of id: Int) -> [[Int]]? {
        let trial = book.withLock { $0.trials.indices.contains(id) ? $0.trials[id] : nil }
        guard let trial, let directory = directory.withLock(\.self) else { return nil }
        // A trial without a readable series has an empty one here.
        let samples = ((try? directory.samples(of: trial)) ?? nil) ?? []
        let width = max(1, (samples.count + Self.pointCountMax - 1) / Self.pointCountMax)
        return stride(from: 0, to: samples.count, by: width).compactMap { start in
            samples[start..<min(start + width, samples.count)].max { $0.rssBytes < $1.rssBytes }
                .map { [$0.timeNanoseconds / 1_000_000, $0.rssBytes] }
        }
    }

    private static let pointCountMax = 240
}
