package import MemoryBudget

extension RunDirectory {
    /// Returns a run's record with the results of all trials on disk: journal, rejected units,
    /// profiles.
    ///
    /// - Parameter record: The record with scenarios and cells; its results are replaced.
    /// - Throws: ``RunStoreError`` with code `damaged` if a line of the journal is not a trial.
    package func assembled(_ record: RunRecord) throws(RunStoreError) -> RunRecord {
        record.assembled(from: try evidence(of: try observations()))
    }

    /// Reads the evidence of a run's trials from disk.
    ///
    /// - Parameter observations: The trials of its journal.
    package func evidence(
        of observations: [Observation]
    ) throws(RunStoreError) -> RunEvidence {
        var evidence = RunEvidence()
        for trial in observations {
            let isRejecting = trial.kind == .measured && trial.rowsFailed != nil
            evidence.add(
                trial, rejected: isRejecting ? try rejected(of: trial) : [],
                profile: trial.kind == .profiled ? try profile(of: trial) : nil)
        }
        return evidence
    }

    /// Returns the trials of the journal, all of whose lines must be different trials.
    ///
    /// - Throws: ``RunStoreError`` with code `damaged`, or `unreadable` if the file can't be read at all.
    package func observations() throws(RunStoreError) -> [Observation] {
        try trials().checkedObservations(path: journalPath)
    }
}

extension JournalContents {
    /// Returns the trials, if every line is a different trial.
    ///
    /// - Parameter path: The path of the journal, for messages.
    /// - Throws: ``RunStoreError`` with code `damaged`.
    func checkedObservations(path: String) throws(RunStoreError) -> [Observation] {
        if let problem = problems.first {
            throw RunStoreError(
                .damaged, path: "\(path):\(problem.line)", reason: problem.message,
                advice: "remove that line; --resume then runs the trial again")
        }
        var seen: Set<TrialIdentity> = []
        for (index, trial) in observations.enumerated()
        where !seen.insert(TrialIdentity(trial)).inserted {
            throw RunStoreError(
                .damaged, path: "\(path):\(index + 1)",
                reason: "the trial \(TrialIdentity(trial)) occurs twice",
                advice: "remove one of the two lines")
        }
        return observations
    }
}
