package import MemoryBudget
package import RunStore

/// A run as its reports show it.
package struct ReportSource: Sendable {
    /// Its record.
    package var run: RunRecord
    /// The samples of the trials that ``Timeline`` wants; those without have no line.
    package var samples: [Observation: [Sample]]
    /// Who held the memory of the cells that were profiled.
    package var profiles: [ProfileRecord]
    /// Whether the files of the charts lie beside the report; false unless set.
    package var hasChartFiles = false

    /// Creates a source; without profiles unless some are given.
    package init(
        run: RunRecord, samples: [Observation: [Sample]], profiles: [ProfileRecord] = []
    ) {
        self.run = run
        self.samples = samples
        self.profiles = profiles
    }

    /// Reads the run in a directory. A run that was killed has its trials on disk and a record
    /// without results, so those are assembled.
    ///
    /// - Throws: `RunStoreError` with code `noRun` for a run without a record; `unreadable`.
    package init(reading directory: RunDirectory) throws(RunStoreError) {
        guard directory.hasRecord else {
            throw RunStoreError(
                .noRun, path: directory.path,
                reason: "this run has trials and no run.json, so they can't be attributed",
                advice: "report another run")
        }
        let record = try directory.record()
        let run = record.finishedAt == nil ? try directory.assembled(record).worded : record
        var samples: [Observation: [Sample]] = [:]
        for trial in Timeline.trials(of: run) {
            samples[trial] = try directory.samples(of: trial)
        }
        self.init(run: run, samples: samples, profiles: try directory.profilesIfAny())
    }
}
