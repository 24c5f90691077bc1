internal import Files
internal import MemoryBudget
package import RunStore

/// Shows the run in a directory: a finished one, or one that another process runs now.
package struct RunFollower {
    private let directory: RunDirectory
    private let dashboard: Dashboard
    private var hasBegun = false
    private var recordStamp: FileStamp?
    private var journalStamp: FileStamp?
    private var seenCount = 0

    /// Follows a run; nothing is read yet.
    package init(_ directory: RunDirectory, on dashboard: Dashboard) {
        self.directory = directory
        self.dashboard = dashboard
    }

    /// The time between two looks, in milliseconds.
    package static let intervalMilliseconds = 250

    /// Takes over what has changed since the last look.
    ///
    /// - Throws: `RunStoreError` for a run that can't be read; `noRun` for one that never wrote its
    ///   record and is not being run.
    package mutating func look() throws(RunStoreError) {
        let isInUse = directory.isInUse
        guard directory.hasRecord else {
            guard isInUse else { _ = try directory.record(); return }
            return dashboard.update { $0.activity = "measuring the noise of the machine" }
        }
        // Stamps first: what changes behind them is seen by the next look.
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
            // Of a finished run without its journal, floors are not among the cells' trials.
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
    /// Trials that were planned: measured ones, and a floor for each strategy that has data.
    fileprivate var plannedCount: Int {
        scenarios.reduce(0) { count, scenario in
            let variants = Set(scenario.cells.map(\.variant)).count
            let hasFloors =
                scenario.dataset != nil || scenario.ownData != nil || scenario.input != nil
            return count + scenario.trials * (scenario.cells.count + (hasFloors ? variants : 0))
        }
    }
}
