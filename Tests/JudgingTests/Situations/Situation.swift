import MemoryBudget
import RunStore
import Testing

@testable import Judging

/// A rule of the gate, judged at its limit and one page, nanosecond or trial beyond it.
struct Situation: Sendable, CustomTestStringConvertible {
    /// The results of the same rule at and beyond its limit.
    struct Results: Equatable {
        var atLimit: GateFinding.Result
        var beyond: GateFinding.Result
    }

    let name: String
    let rule: GateRule.Kind
    let expected: Results
    private let run: @Sendable (_ step: Int) throws -> MadeUpGate

    /// - Parameters:
    ///   - run: Returns the gate to judge: 0 is at the limit, 1 beyond it.
    init(
        _ name: String, _ rule: GateRule.Kind, atLimit: GateFinding.Result = .kept,
        beyond: GateFinding.Result = .over,
        run: @escaping @Sendable (_ step: Int) throws -> MadeUpGate
    ) {
        self.name = name
        self.rule = rule
        expected = Results(atLimit: atLimit, beyond: beyond)
        self.run = run
    }

    var testDescription: String { name }

    /// Returns the gate's results; with several cells, the result of the last.
    func judged() throws -> Results? {
        let results = try (0...1).map { step in
            try run(step).findings.last { $0.rule == rule }?.result
        }
        guard let atLimit = results[0], let beyond = results[1] else { return nil }
        return Results(atLimit: atLimit, beyond: beyond)
    }
}

/// A made-up run, and the runs that it is compared with.
struct MadeUpGate {
    var head: MadeUpRun
    var base: MadeUpRun?
    var reference = Gate.Reference.none
    var isRatchet = false

    var findings: [Finding] {
        var record = head.record
        record.scenarios += base?.record.scenarios ?? []
        return Gate(
            scenarios: [head.scenario], reference: base == nil ? reference : .base,
            isRatchet: isRatchet
        ).findings(of: record)
    }
}

extension MadeUpRun {
    static let page = 4_096

    /// A gate of this run without a reference.
    var gate: MadeUpGate { MadeUpGate(head: self) }

    /// Returns a run of a candidate with one rule, and a budget that is far away.
    static func promising(_ promise: GateRule.Promise) -> MadeUpRun {
        MadeUpRun(
            gate: [GateRule(promise)], budget: Budget(metric: .peakRSS, limit: .mebibytes(1 << 20)))
    }

    /// Adds trials that hold this many bytes of the budget's metric, with the outcome that the
    /// harness would give: a trial that completes above its budget is over it.
    mutating func hold(
        _ bytes: [Int], by strategy: String = "streamed", units: Int = 1_000,
        kind: Observation.Kind = .measured, seconds: [Double] = [],
        adjust: (inout Observation) -> Void = { _ in }
    ) {
        let budget = scenario.budget(of: strategy)
        for (index, bytes) in bytes.enumerated() {
            let isOver = kind == .measured && budget.map { !$0.allows(bytes) } ?? false
            add(
                strategy, units: units, mebibytes: [Double(bytes) / 1_048_576], kind: kind,
                outcome: isOver ? .overBudget : .completed,
                evidence: isOver ? .exactPeak : .exited,
                seconds: index < seconds.count ? seconds[index] : 1)
            let last = trials.count - 1
            trials[last].index = index
            trials[last].peakAnonBytes = bytes
            trials[last].peakLiveBytes = bytes
            trials[last].peakTreeBytes = bytes
            adjust(&trials[last])
        }
    }

    /// Adds trials that were killed at this many bytes.
    mutating func kill(
        at bytes: [Int], of strategy: String = "streamed", units: Int = 1_000,
        by evidence: Evidence.Kind = .watchdog
    ) {
        hold(bytes, by: strategy, units: units) {
            $0.outcome = .overBudget
            $0.evidence.kind = evidence
            $0.digest = nil
        }
    }
}

extension Int {
    /// This number of MiB, in bytes.
    var mebibytes: Int { self << 20 }
}
