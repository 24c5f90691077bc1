package import MemoryBudget

/// The comparison of the results of a scenario's trials, scale by scale, once all are known.
///
/// It depends only on the trials and not on their order, so that resumed and joined runs get the
/// same outcome.
package struct ResultComparison: Sendable {
    /// The trials with the outcome of the comparison, in the same order.
    package private(set) var trials: [Observation]
    /// The differing results of one scale, by its units.
    private var disagreements: [Int: ResultDisagreement] = [:]

    /// Compares the results of trials.
    ///
    /// - Parameters:
    ///   - trials: The trials of one scenario, of any cell and kind.
    ///   - verification: The scenario's check; `nil` compares nothing.
    package init(_ trials: [Observation], by verification: Verification?) {
        self.trials = trials
        guard let verification else { return }
        let places = Dictionary(grouping: trials.indices) { trials[$0].scale.units }
        for (units, indices) in places {
            switch verification {
            case .command: compareCounts(of: indices, at: units)
            case .sameAs(let reference): compare(indices, with: reference, at: units)
            }
        }
    }

    /// Returns the disagreement that a cell's trials take part in; `nil` if there is none.
    func disagreement(of trials: [Observation]) -> ResultDisagreement? {
        let known = trials.lazy.compactMap { trial in
            trial.check?.takesPart == true ? self.disagreements[trial.scale.units] : nil
        }
        return known.first
    }

    /// Compares the counts reported by the scenario's check, which must be equal for all correct
    /// results.
    private mutating func compareCounts(of indices: [Int], at units: Int) {
        let counted = indices.map { trials[$0] }.filter {
            $0.check?.finding == .right && $0.check?.rows != nil && $0.digest != nil
        }
        disagreements[units] = ResultDisagreement(of: counted)
    }

    // MARK: Reference

    private mutating func compare(_ indices: [Int], with reference: String, at units: Int) {
        let pending = indices.filter { trials[$0].check?.finding == .pending }
        let (own, others) = (
            pending.filter { trials[$0].strategy == reference },
            pending.filter { trials[$0].strategy != reference }
        )
        let standard = own.compactMap { trials[$0].check?.fingerprint }
        guard let first = standard.first else {
            return note(absence(of: reference, among: indices), at: pending)
        }
        guard !standard.contains(where: { $0.format == .absent }) else {
            return note(.referenceAbsent, at: pending)
        }
        guard standard.allSatisfy({ $0.agreement(with: first) != nil }) else {
            disagreements[units] = ResultDisagreement(of: own.map { trials[$0] })
            return note(.referenceDisagrees, at: pending)
        }
        note(others.isEmpty ? .nothingCompared : .right, at: own)
        for index in others { trials[index].compareResult(with: first, of: reference) }
    }

    /// Returns the reason that the reference has no result.
    private func absence(
        of reference: String, among indices: [Int]
    ) -> ResultCheckRecord.Finding {
        let own = indices.map { trials[$0] }.filter {
            $0.strategy == reference && $0.kind != .floor
        }
        if own.contains(where: { $0.check?.finding == .unreadable }) { return .referenceUnreadable }
        return own.isEmpty ? .referenceNotRun : .referenceNotCompleted
    }

    private mutating func note(_ finding: ResultCheckRecord.Finding, at indices: [Int]) {
        for index in indices { trials[index].check?.finding = finding }
    }
}

extension ResultCheckRecord {
    /// Whether a result with this check takes part in a disagreement.
    fileprivate var takesPart: Bool {
        switch method {
        case .command: finding == .right && rows != nil
        case .sameAs: finding == .referenceDisagrees
        }
    }
}

extension Observation {
    /// Compares the result with the reference.
    fileprivate mutating func compareResult(
        with expected: ResultFingerprint, of reference: String
    ) {
        guard let own = check?.fingerprint else { return }
        check?.agreement = own.agreement(with: expected)
        guard check?.agreement == nil else {
            check?.finding = .right
            return
        }
        check?.finding = .wrong
        let proof = TrialEvidence.Proof.resultDiffers(
            reference: reference, format: own.format, referenceFormat: expected.format,
            rows: own.rows, referenceRows: expected.rows)
        outcome = proof.outcome
        // The module Reports adds the sentence.
        evidence = Evidence(
            TrialEvidence(proof, progress: evidence.figures?.progress), detail: "")
    }
}

extension ResultDisagreement {
    /// Creates the disagreement of trials; `nil` if their results are equal.
    fileprivate init?(of trials: [Observation]) {
        let groups = Dictionary(grouping: trials, by: Result.init).map { result, trials in
            Group(
                variants: trials.map { Cell.variant(of: $0.strategy, with: $0.parameters) }
                    .uniqued().sorted(), trials: trials.count, rows: result.rows,
                digest: result.digest)
        }
        guard groups.count > 1 else { return nil }
        self.init(groups: groups.sorted { ($1.trials, $0.digest) < ($0.trials, $1.digest) })
    }

    private struct Result: Hashable {
        let rows: Int?
        let digest: String

        init(_ trial: Observation) {
            rows = trial.check?.rows
            digest = trial.digest ?? ""
        }
    }
}

extension ScenarioRecord {
    /// The reference cells without a readable result.
    package var unreadableReferences: [CellRecord] {
        cells.filter {
            $0.strategy == verification?.reference && !$0.unreadableResults.isEmpty
        }
    }
}
