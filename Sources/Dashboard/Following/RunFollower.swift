internal import Files
internal import MemoryBudget
package import RunStore

/// A follower that shows the run in a folder, whether finished or being run by another process.
///
/// ```swift
/// import RunStore
/// let path = ".membudget/runs/today"
/// var follower = RunFollower(try RunDirectory(reading: path), on: Dashboard(path: path))
/// try follower.look()
/// ```
package struct RunFollower {
    private let directory: RunDirectory
    private let dashboard: Dashboard
    private var hasBegun = false
    private var recordStamp: FileStamp?
    private var journalStamp: FileStamp?
    private var seenCount = 0

    /// Creates a follower of a run; nothing is read yet.
    package init(_ directory: RunDirectory, on dashboard: Dashboard) {
        self.directory = directory
        self.dashboard = dashboard
    }

    /// The polling interval, in milliseconds.
    package static let intervalMilliseconds = 250

    /// Updates the dashboard with changes since the previous call.
    ///
    /// - Throws: `RunStoreError` for a run that can't be read, with code `noRun` for one that never
    ///   wrote its record and is not being run.
    package mutating func look() throws(RunStoreError) {
        let isInUse = directory.isInUse
        guard directory.hasRecord else {
            guard isInUse else { _ = try directory.record(); return }
            return dashboard.update { $0.activity = "measuring the noise of the machine" }
        }
        // Stamps are read first, so that later changes are seen by the next call.
        let record = directory.recordStamp
        let journal = directory.journalStamp
        if record != recordStamp || !hasBegun {
            try begin()
            hasBegun = true
            recordStamp = record
            journalStamp = journal
        } else if journal != journalStamp {
            try readJournal()
            journalStamp = journal
        }
        dashboard.update { header in
            if header.finishedAt == nil { header.status = isInUse ? .running : .interrupted }
        }
    }

    private mutating func begin() throws(RunStoreError) {
        let record = try directory.record()
        let isFinished = record.finishedAt != nil
        let stored = record.scenarios.flatMap { $0.cells.flatMap(\.trials) }
        let recorded = try directory.trials().observations
        let trials = isFinished ? stored : recorded
        seenCount = trials.count
        dashboard.begin(record, trials: trials, in: directory, isWhole: isFinished) { header in
            // If a finished run has no journal, the floors are missing from the cells' trials.
            header.doneCount = max(recorded.count, trials.count)
            header.plannedCount = isFinished ? header.doneCount : record.plannedCount
            header.status = isFinished ? .finished : header.status
            header.activity = nil
        }
    }

    private mutating func readJournal() throws(RunStoreError) {
        let trials = try directory.trials().observations
        for trial in trials.dropFirst(seenCount) {
            seenCount += 1
            let count = seenCount
            dashboard.end(trial) { header in
                header.doneCount = count
                header.plannedCount = header.plannedCount.map { max($0, count) }
            }
        }
    }
}

extension RunRecord {
    /// The number of planned trials: measured ones, and floors of strategies that have data.
    fileprivate var plannedCount: Int {
        scenarios.reduce(0) { count, scenario in
            let variants = Set(scenario.cells.map(\.variant)).count
            let hasFloors =
                scenario.dataset != nil || scenario.ownData != nil || scenario.input != nil
            return count + scenario.trials * (scenario.cells.count + (hasFloors ? variants : 0))
        }
    }
}
