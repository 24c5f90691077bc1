package import MemoryBudget

extension RunDirectory {
    /// A run's record with the results of every trial on disk: journal, rejected units and profiles.
    ///
    /// What it says depends on nothing else, so that an interrupted run which is resumed ends with
    /// the `run.json` it would have had.
    ///
    /// - Parameter record: With its scenarios and cells; whatever results it has are replaced.
    /// - Throws: ``RunStoreError`` with code `damaged` for a journal with a line that is no trial.
    package func assembled(_ record: RunRecord) throws(RunStoreError) -> RunRecord {
        let observations = try observations()
        var record = record
        for index in record.scenarios.indices {
            let scenario = record.scenarios[index]
            record.scenarios[index] = scenario.assembled(
                from: observations, rejected: try rejected(in: scenario, of: observations),
                holders: try holders(in: scenario, of: observations),
                noise: record.environment.noiseFloor)
        }
        let version = observations.lazy.compactMap(\.allocator.version).first
        record.environment.allocator = version.map {
            // Without the commit that some builds add: 5.3.0-0-g54eaed1d….
            "jemalloc \($0.prefix { $0 != "-" })"
        }
        return record
    }

    /// The trials of the journal, whose lines have to be trials, each another.
    ///
    /// - Throws: ``RunStoreError`` with code `damaged`, or `unreadable` if the file can't be read at all.
    package func observations() throws(RunStoreError) -> [Observation] {
        let contents = try trials()
        if let problem = contents.problems.first {
            throw RunStoreError(
                .damaged, path: "\(journalPath):\(problem.line)", reason: problem.message,
                advice: "remove that line, and the trial is run again by --resume")
        }
        var seen: Set<TrialIdentity> = []
        for (index, trial) in contents.observations.enumerated()
        where !seen.insert(TrialIdentity(trial)).inserted {
            throw RunStoreError(
                .damaged, path: "\(journalPath):\(index + 1)",
                reason: "the trial \(TrialIdentity(trial)) is there twice",
                advice: "remove one of the two lines")
        }
        return contents.observations
    }

    /// Of each cell that was profiled, who held its memory.
    private func holders(
        in scenario: ScenarioRecord, of observations: [Observation]
    ) throws(RunStoreError) -> [Cell: HolderRecord] {
        let profiled = observations.filter {
            $0.kind == .profiled && $0.scenario == scenario.name
        }
        var holders: [Cell: HolderRecord] = [:]
        for cell in scenario.cells.map(\.cell) {
            let trial = profiled.last {
                $0.strategy == cell.strategy && $0.parameters == cell.parameters
                    && $0.scale.units == cell.scale.units
            }
            guard let trial, let profile = try profile(of: trial) else { continue }
            holders[cell] = HolderRecord(profile)
        }
        return holders
    }

    /// Of each cell, the sample of the first measured trial that has one.
    private func rejected(
        in scenario: ScenarioRecord, of observations: [Observation]
    ) throws(RunStoreError) -> [Cell: [RejectedUnit]] {
        var rejected: [Cell: [RejectedUnit]] = [:]
        let cells = Dictionary(
            scenario.cells.map {
                (
                    TrialIdentity(
                        scenario: scenario.name, cell: $0.cell, kind: .measured, index: 0), $0
                )
            }
        ) { first, _ in first }
        for trial in observations where trial.rowsFailed ?? 0 > 0 {
            var identity = TrialIdentity(trial)
            identity.index = 0
            guard let cell = cells[identity]?.cell, rejected[cell] == nil else { continue }
            let units = try self.rejected(of: trial)
            if !units.isEmpty { rejected[cell] = units }
        }
        return rejected
    }
}
