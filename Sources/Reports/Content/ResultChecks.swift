internal import MemoryBudget
internal import RunStore

/// The words about unchecked results. A strategy with the least memory may have done half the job.
enum ResultChecks {
    /// The remark that accompanies every claim.
    static let unchecked = "result not checked"

    /// Returns ` (result not checked)` after a claim about a cell; empty if its result was checked.
    static func remark(_ cell: CellRecord) -> String {
        cell.lacksCheck ? " (\(unchecked))" : ""
    }

    /// Returns the same remark after a claim about trials.
    static func remark(_ trials: [Observation]) -> String {
        trials.lackCheck ? " (\(unchecked))" : ""
    }

    /// Returns `orders: outcome: result not checked in 3 cells` per scenario with such findings.
    static func sentences(_ findings: [GateFinding]) -> [String] {
        let found = findings.filter { $0.result == .unchecked }
        return found.map(\.scenario).uniqued().map { name in
            let cells = Figures.plural(found.count { $0.scenario == name }, "cell")
            return "\(name): outcome: \(unchecked) in \(cells)"
        }
    }

    /// Returns `orders: result not checked in 3 cells`, for each scenario of a run, gated or not.
    static func sentences(_ run: RunRecord) -> [String] {
        run.headScenarios.compactMap { scenario in
            let count = scenario.cells.count(where: \.lacksCheck)
            return count == 0
                ? nil : "\(scenario.name): \(unchecked) in \(Figures.plural(count, "cell"))"
        }
    }
}

extension CellRecord {
    /// Whether a completed trial, or the one without a budget, has an unchecked result.
    var lacksCheck: Bool {
        isResultChecked == false
            || need.map { $0.outcome == .completed && !$0.isResultChecked } ?? false
    }
}

extension ScenarioRecord {
    /// Whether any cell has an unchecked result.
    var lacksChecks: Bool { cells.contains(where: \.lacksCheck) }
}

extension ResultChecks {
    /// Returns which results were compared with the reference, and why others were not; empty
    /// without `verify: { same-as: … }`.
    static func comparison(in scenario: ScenarioRecord) -> [String] {
        guard let reference = scenario.verification?.reference else { return [] }
        let trials = scenario.cells.flatMap(\.trials)
        return agreements(trials.compactMap(\.check), with: reference)
            + reasons(in: trials, of: reference)
    }

    /// Returns why results were not compared with those of a reference, with their scales.
    static func reasons(in trials: [Observation], of reference: String) -> [String] {
        [
            ResultCheckRecord.Finding.referenceNotRun, .referenceNotCompleted, .referenceAbsent,
            .referenceUnreadable, .nothingCompared,
        ].compactMap { finding in
            let scales = trials.filter { $0.check?.finding == finding }.map(\.scale.label)
                .uniqued()
            guard !scales.isEmpty, let words = words(finding, reference) else { return nil }
            return "not compared at \(scales.joined(separator: ", ")): \(words)"
        }
    }

    private static func agreements(
        _ checks: [ResultCheckRecord], with reference: String
    ) -> [String] {
        let ways = [ResultFingerprint.Agreement.bytes, .rows].compactMap { way -> String? in
            let count = checks.count { $0.agreement == way }
            guard count > 0 else { return nil }
            let words = way == .bytes ? "byte by byte" : "row by row in any order"
            return "\(words) in \(Figures.plural(count, "trial"))"
        }
        return ways.isEmpty
            ? [] : ["the results equal those of \(reference): \(ways.joined(separator: ", "))"]
    }

    private static func words(
        _ finding: ResultCheckRecord.Finding, _ reference: String
    ) -> String? {
        switch finding {
        case .referenceNotRun: "\(reference) was not run"
        case .referenceNotCompleted: "\(reference) did not complete"
        case .referenceAbsent: "\(reference) wrote nothing to {output}"
        case .referenceUnreadable: "the result of \(reference) could not be read"
        case .nothingCompared: "no other strategy has a result to compare with that of \(reference)"
        case .right, .wrong, .failed, .unreadable, .pending, .referenceDisagrees: nil
        }
    }
}

extension [Observation] {
    /// Whether the result of a completed trial was not checked.
    var lackCheck: Bool { contains { $0.outcome == .completed && !$0.isResultChecked } }
}
