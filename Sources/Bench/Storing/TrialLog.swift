import Files
import FoundationEssentials
import Harness
import MemoryBudget
import RunStore

/// The stored trials of a run: the journal, and the memory series and rejected units next to it.
///
/// Opening the log locks the run; nothing in the run is changed before that.
struct TrialLog: ~Copyable {
    private let directory: RunDirectory
    private var journal: Journal
    /// Every trial of the run, including its earlier parts, with the evidence for their verdicts.
    ///
    /// The measured processes could write to the run's files, so these are not read again.
    private(set) var evidence: RunEvidence
    /// The trials of the run's earlier parts, which are not repeated.
    let earlier: [TrialIdentity: Observation]

    /// Opens and reads the journal of a run.
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

    /// Every trial of the run, in the order of execution.
    var observations: [Observation] { evidence.observations }

    /// The path of the run's folder.
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
        // Written last: a trial in the journal is not repeated, so all its files must exist.
        try journal.append(report.observation)
        evidence.add(report.observation, rejected: rejected, profile: profile)
    }

    /// The error in the journal, a `RunStoreError` with code `changed` if another program wrote to
    /// it; `nil` for none.
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
    /// Creates a rejected unit from a line of a worker's list,
    /// `{"file":"…","line":N,"reason":"…"}`; `nil` for anything else.
    init?(line text: String) {
        let bytes = Array(text.utf8)
        guard (try? JSONBounds.check(bytes)) != nil,
            let unit = try? JSONDecoder().decode(Self.self, from: Data(bytes))
        else { return nil }
        self = unit
    }
}
