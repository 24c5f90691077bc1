package import MemoryBudget
package import RunStore

/// A run with the data that its reports show.
///
/// ```swift
/// import RunStore
/// let source = try ReportSource(reading: RunDirectory(reading: "runs/a"))
/// let page = HTMLReport().text(of: source)
/// ```
package struct ReportSource: Sendable {
    /// The record of the run.
    package var run: RunRecord
    /// The samples of the trials that ``Timeline`` selects; a trial without samples has no line.
    package var samples: [Observation: [Sample]]
    /// The heap profiles of the profiled cells.
    package var profiles: [ProfileRecord]
    /// Whether chart files are written next to the report; `false` by default.
    package var hasChartFiles = false

    /// Creates a source; without profiles by default.
    package init(
        run: RunRecord, samples: [Observation: [Sample]], profiles: [ProfileRecord] = []
    ) {
        self.run = run
        self.samples = samples
        self.profiles = profiles
    }

    /// Reads a run from its folder. The record of a killed run lacks results, which are assembled
    /// from its stored trials.
    ///
    /// - Throws: `RunStoreError` with code `noRun` for a run without a record, or `unreadable`.
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
