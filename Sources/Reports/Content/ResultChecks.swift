internal import MemoryBudget
internal import RunStore

/// The words for a result that nothing checked: the least memory may then be that of a job half done.
enum ResultChecks {
    /// The remark as it stands beside every claim.
    static let unchecked = "result not checked"

    /// ` (result not checked)` behind a claim about a cell; empty if its result was checked.
    static func remark(_ cell: CellRecord) -> String {
        cell.lacksCheck ? " (\(unchecked))" : ""
    }

    /// The same behind a claim about runs.
    static func remark(_ trials: [Observation]) -> String {
        trials.lackCheck ? " (\(unchecked))" : ""
    }

    /// `orders: outcome: result not checked in 3 cells`, per scenario with such findings.
    static func sentences(_ findings: [GateFinding]) -> [String] {
        let found = findings.filter { $0.result == .unchecked }
        return found.map(\.scenario).uniqued().map { name in
            let cells = Figures.plural(found.count { $0.scenario == name }, "cell")
            return "\(name): outcome: \(unchecked) in \(cells)"
        }
    }

    /// The same of a run, whether it was gated or not.
    static func sentences(_ run: RunRecord) -> [String] {
        run.headScenarios.compactMap { scenario in
            let count = scenario.cells.count(where: \.lacksCheck)
            return count == 0
                ? nil : "\(scenario.name): \(unchecked) in \(Figures.plural(count, "cell"))"
        }
    }
}

extension CellRecord {
    /// Whether a trial completed, or its need was measured, and nothing checked the result.
    var lacksCheck: Bool {
        isResultChecked == false
            || need.map { $0.outcome == .completed && !$0.isResultChecked } ?? false
    }
}

extension ScenarioRecord {
    /// Whether the result of some cell was not checked.
    var lacksChecks: Bool { cells.contains(where: \.lacksCheck) }
}

extension ResultChecks {
    /// Why results were not compared although they were to be, and with what they were where they were;
    /// none without `verify: { same-as: … }`.
    static func comparison(in scenario: ScenarioRecord) -> [String] {
        guard let reference = scenario.verification?.reference else { return [] }
        let found = scenario.cells.flatMap(\.trials).compactMap { trial in
            trial.check.map { (label: trial.scale.label, check: $0) }
        }
        let reasons = [
            ResultCheckRecord.Finding.referenceNotRun, .referenceNotCompleted, .referenceAbsent,
            .nothingCompared,
        ].compactMap { finding -> String? in
            let scales = found.filter { $0.check.finding == finding }.map { $0.label }.uniqued()
            guard !scales.isEmpty, let words = words(finding, reference) else { return nil }
            return "not compared at \(scales.joined(separator: ", ")): \(words)"
        }
        return agreements(found.map { $0.check }, with: reference) + reasons
    }

    private static func agreements(
        _ checks: [ResultCheckRecord], with reference: String
    ) -> [String] {
        let ways = [ResultFingerprint.Agreement.bytes, .rows].compactMap { way -> String? in
            let count = checks.count { $0.agreement == way }
            guard count > 0 else { return nil }
            let words = way == .bytes ? "byte by byte" : "row by row in any order"
            return "\(Figures.plural(count, "trial")) \(words)"
        }
        return ways.isEmpty
            ? [] : ["results equal those of \(reference): \(ways.joined(separator: ", "))"]
    }

    private static func words(
        _ finding: ResultCheckRecord.Finding, _ reference: String
    ) -> String? {
        switch finding {
        case .referenceNotRun: "\(reference) was not run"
        case .referenceNotCompleted: "\(reference) did not complete"
        case .referenceAbsent: "\(reference) wrote nothing to {output}"
        case .nothingCompared: "only \(reference) was run"
        case .right, .wrong, .failed, .pending, .referenceDisagrees: nil
        }
    }
}

extension [Observation] {
    /// Whether the result of one that completed was not checked.
    var lackCheck: Bool { contains { $0.outcome == .completed && !$0.isResultChecked } }
}
