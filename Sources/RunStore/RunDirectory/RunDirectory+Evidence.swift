package import MemoryBudget

extension RunDirectory {
    /// A run's record with the results of every trial on disk: journal, rejected units and profiles.
    ///
    /// - Parameter record: With its scenarios and cells; whatever results it has are replaced.
    /// - Throws: ``RunStoreError`` with code `damaged` for a journal with a line that is no trial.
    package func assembled(_ record: RunRecord) throws(RunStoreError) -> RunRecord {
        record.assembled(from: try evidence(of: try observations()))
    }

    /// Everything on disk of a run's trials.
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

    /// The trials of the journal, whose lines have to be trials, each another.
    ///
    /// - Throws: ``RunStoreError`` with code `damaged`, or `unreadable` if the file can't be read at all.
    package func observations() throws(RunStoreError) -> [Observation] {
        try trials().checkedObservations(path: journalPath)
    }
}

extension JournalContents {
    /// The trials, if every line is one, each another.
    ///
    /// - Parameter path: Of the journal, for messages.
    /// - Throws: ``RunStoreError`` with code `damaged`.
    func checkedObservations(path: String) throws(RunStoreError) -> [Observation] {
        if let problem = problems.first {
            throw RunStoreError(
                .damaged, path: "\(path):\(problem.line)", reason: problem.message,
                advice: "remove that line, and the trial is run again by --resume")
        }
        var seen: Set<TrialIdentity> = []
        for (index, trial) in observations.enumerated()
        where !seen.insert(TrialIdentity(trial)).inserted {
            throw RunStoreError(
                .damaged, path: "\(path):\(index + 1)",
                reason: "the trial \(TrialIdentity(trial)) is there twice",
                advice: "remove one of the two lines")
        }
        return observations
    }
}
