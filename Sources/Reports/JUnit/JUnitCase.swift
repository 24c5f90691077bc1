internal import Judging
internal import MemoryBudget
internal import RunStore

/// A test case: a cell, or a rule over all scales.
struct JUnitCase {
    /// The problem of a case that did not pass.
    struct Ending {
        enum Kind: String {
            case failure, error, skipped
        }

        var kind: Kind
        var type: String
        var finding: GateFinding
    }

    /// The name, with a remark if nothing checked the result: for passed cases, viewers show only
    /// the name.
    var name: String
    var scenario: String
    /// The total duration of the measured trials, in seconds.
    var seconds: Double
    /// The findings about this case, the most severe first.
    var findings: [GateFinding]
    /// Whether a gate judged it. Without a gate, a strategy that can't run is only skipped.
    var isGated: Bool

    /// Returns the cases of a scenario: its cells, and rules without a cell.
    static func cases(
        of scenario: ScenarioRecord, _ findings: [GateFinding], isGated: Bool
    ) -> [JUnitCase] {
        let own = findings.filter { $0.scenario == scenario.name }
        let byCell = Dictionary(grouping: own) { Place(variant: $0.variant, scale: $0.scale) }
        let places = scenario.cells.map { Place(variant: $0.variant, scale: $0.scale.label) }
        let cells = zip(scenario.cells, places).map { cell, place in
            JUnitCase(
                name: name(of: cell) + ResultChecks.remark(cell), scenario: scenario.name,
                seconds: cell.measured.reduce(0) { $0 + Double($1.wallNanoseconds) / 1e9 },
                findings: byCell[place] ?? [], isGated: isGated)
        }
        let known = Set(places)
        let others = own.filter {
            !known.contains(Place(variant: $0.variant, scale: $0.scale))
        }
        return
            (cells
            + others.map { finding in
                let who = finding.variant.isEmpty ? scenario.name : finding.variant
                let at = finding.scale.map { " @ \($0)" } ?? ""
                return JUnitCase(
                    name: "\(who)\(at): \(finding.rule.title)", scenario: scenario.name, seconds: 0,
                    findings: [finding], isGated: isGated)
            }).map(\.sorted)
    }

    /// Returns `streamed batch=1000 @ 160k`.
    static func name(of cell: CellRecord) -> String { "\(cell.variant) @ \(cell.scale.label)" }

    /// The cell that a finding is about; without a scale, there is none.
    private struct Place: Hashable {
        var variant: String
        var scale: String?
    }

    private var sorted: JUnitCase {
        var sorted = self
        sorted.findings = findings.mostSevereFirst(by: \.result)
        return sorted
    }

    /// The ending by the most severe finding; `nil` if the case passed.
    var ending: Ending? {
        guard let finding = findings.first else { return nil }
        let (kind, type): (Ending.Kind, String)
        switch finding.result {
        case .kept, .unchecked, .improved, .new: return nil
        case .unproven: (kind, type) = (.skipped, "Unproven")
        case .over:
            let isSpeed = finding.rule == .throughputRatio
            (kind, type) = (.failure, isSpeed ? "ThroughputTooLow" : "MemoryBudgetExceeded")
        case .wrong: (kind, type) = (.failure, "WrongResult")
        case .regressed: (kind, type) = (.failure, "MemoryRegressed")
        case .improvedRatchet: (kind, type) = (.failure, "ImprovementNotAccepted")
        case .inconclusive: (kind, type) = (.error, "Inconclusive")
        case .missing: (kind, type) = (.error, "NothingToJudgeBy")
        case .crashed: (kind, type) = (.error, "Crash")
        case .checkFailed: (kind, type) = (.error, "CheckFailed")
        case .timedOut: (kind, type) = (.error, "Timeout")
        case .unavailable: (kind, type) = (isGated ? .error : .skipped, "Unavailable")
        }
        return Ending(kind: kind, type: type, finding: finding)
    }

    var markup: Markup {
        .element(
            "testcase",
            [
                "name": JUnitReport.token(name), "classname": JUnitReport.token(scenario),
                "time": fixed(seconds, 3),
            ], ending.map { [Self.markup($0, findings)] } ?? [])
    }

    private static func markup(_ ending: Ending, _ findings: [GateFinding]) -> Markup {
        let lines = findings.filter(\.result.isShown).map {
            "\($0.rule.title): \($0.sentence)"
        }
        return .element(
            ending.kind.rawValue, ["type": ending.type, "message": ending.finding.sentence],
            lines.joined(separator: "\n"))
    }
}
