import Files
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
    /// Every trial of the run, also of its earlier parts, with what is judged of it. What is measured
    /// could write to the run's files, so they are not read again.
    private(set) var evidence: RunEvidence
    /// The trials of its earlier parts, which need not be run again.
    let earlier: [TrialIdentity: Observation]

    /// Opens the journal of a run and reads it.
    ///
    /// - Throws: `RunStoreError` for a run that is in use or damaged.
    init(of directory: RunDirectory) throws {
        let journal = try directory.openJournal()
        let trials = journal.earlier
        evidence = try directory.evidence(of: trials)
        self.directory = directory
        self.journal = journal
        earlier = Dictionary(trials.map { (TrialIdentity($0), $0) }) { _, last in last }
    }

    /// Every trial of the run, in the order in which they were run.
    var observations: [Observation] { evidence.observations }

    /// The run's directory.
    var path: String { directory.path }

    /// Stores a trial.
    mutating func keep(_ report: TrialReport, of planned: PlannedTrial) throws {
        var report = report
        if !report.errorBytes.isEmpty {
            report.observation.stderrFile = try directory.write(
                standardError: report.errorBytes, of: report.observation)
        }
        let rejected =
            planned.kind == .measured
            ? report.rejectedLines.compactMap(RejectedUnit.init(line:)) : []
        let profile = report.heap.map { ProfileRecord(trial: report.observation, heap: $0) }
        try directory.write(rejected, of: report.observation)
        try directory.write(report.series, of: report.observation)
        if let profile { try directory.write(profile) }
        // Last: a trial in the journal is not run again, so all of it has to be there.
        try journal.append(report.observation)
        evidence.add(report.observation, rejected: rejected, profile: profile)
    }

    /// The fault of the journal, `RunStoreError` with code `changed` if something else wrote to
    /// it; nil for nothing.
    var problem: (any Error)? {
        do {
            try journal.check()
            return nil
        } catch {
            return error
        }
    }
}

extension RejectedUnit {
    /// Reads a line of a worker's list, `{"file":"…","line":N,"reason":"…"}`; nil for anything else.
    init?(line text: String) {
        let bytes = Array(text.utf8)
        guard (try? JSONBounds.check(bytes)) != nil,
            let unit = try? JSONDecoder().decode(Self.self, from: Data(bytes))
        else { return nil }
        self = unit
    }
}
