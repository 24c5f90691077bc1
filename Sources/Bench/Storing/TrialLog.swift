import FoundationEssentials
import Harness
import MemoryBudget
import RunStore

/// The trials of a run as they are stored: the journal with the series and rejected units beside it.
///
/// Whoever has the log has the run: nothing of a run is touched before it is open.
struct TrialLog: ~Copyable {
    private let directory: RunDirectory
    private var journal: Journal
    /// Every trial of the run, also of its earlier parts, in the order in which they were run.
    private(set) var observations: [Observation]
    /// The trials of its earlier parts, which need not be run again.
    let earlier: [TrialIdentity: Observation]

    /// Opens the journal of a run and reads it.
    ///
    /// - Throws: `RunStoreError` for a run that is in use or damaged.
    init(of directory: RunDirectory) throws {
        let journal = try directory.openJournal()
        let observations = try directory.observations()
        self.directory = directory
        self.journal = journal
        self.observations = observations
        earlier = Dictionary(observations.map { (TrialIdentity($0), $0) }) { _, last in last }
    }

    /// The run's directory.
    var path: String { directory.path }

    /// Stores a trial.
    mutating func keep(_ report: TrialReport, of planned: PlannedTrial) throws {
        if planned.kind == .measured {
            try directory.write(
                report.rejectedLines.compactMap(RejectedUnit.init(line:)), of: report.observation)
        }
        try directory.write(report.series, of: report.observation)
        if let heap = report.heap {
            try directory.write(ProfileRecord(trial: report.observation, heap: heap))
        }
        // Last: a trial in the journal is not run again, so all of it has to be there.
        try journal.append(report.observation)
        observations.append(report.observation)
    }
}

extension RejectedUnit {
    /// Reads a line of a worker's list, `{"file":"…","line":N,"reason":"…"}`; nil for anything else.
    init?(line text: String) {
        guard let unit = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
            return nil
        }
        self = unit
    }
}
