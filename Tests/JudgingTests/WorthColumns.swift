import MemoryBudget
import RunStore
import Testing

@testable import Judging

/// A run of an original, and of columns that contain some of its three changes.
struct WorthColumns {
    private static let floorMebibytes = 10.0

    var run: MadeUpRun
    let units: Int

    init(_ combinations: [String], units: Int = 1_000) {
        self.units = units
        run = MadeUpRun()
        run.scenario.strategies = [
            .init(name: "original"),
            .init(
                name: "fixed", parameters: [.init(name: "fixes", values: combinations)]),
            .init(name: "rewritten"),
        ]
        run.scenario.changes = Changes(
            base: "original", parameter: "fixes", claim: "half",
            each: [
                .init(key: "1", name: "stream", claim: "50 %"),
                .init(key: "2", name: "project"),
                .init(key: "3"),
            ])
    }

    /// Adds trials of the original (`nil`), of a combination, or of another strategy, with these
    /// peaks above the floor.
    mutating func add(
        _ fixes: String?, strategy: String? = nil, net: [Double],
        kind: Observation.Kind = .measured, outcome: Outcome = .completed,
        evidence: Evidence.Kind = .exited, seconds: Double = 1
    ) {
        let name = strategy ?? (fixes == nil ? "original" : "fixed")
        let parameters = fixes.map { ["fixes": $0] } ?? [:]
        run.add(
            name, units: units, mebibytes: net.map { $0 + Self.floorMebibytes }, kind: kind,
            outcome: outcome, evidence: evidence, seconds: seconds, parameters: parameters)
        let hasFloor = run.trials.contains {
            $0.kind == .floor && $0.strategy == name && $0.parameters == parameters
        }
        guard !hasFloor else { return }
        run.add(
            name, units: 0, mebibytes: [Self.floorMebibytes], kind: .floor, parameters: parameters)
    }

    mutating func stop(_ fixes: String?, needs: Double? = nil) {
        add(fixes, net: [22.1, 22.2], outcome: .overBudget, evidence: .watchdog)
        if let needs { add(fixes, net: [needs], kind: .need, seconds: 2) }
    }

    var worth: WorthRecord? { run.record.valued.scenarios[0].worth }

    func row(_ changes: [String]) throws -> WorthRow {
        try #require(worth?.row(changes))
    }
}
