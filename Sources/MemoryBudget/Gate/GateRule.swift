/// One promise of a scenario's file that the gate holds a strategy to, beside its budget.
package struct GateRule: Hashable, Sendable {
    /// The promise.
    package var promise: Promise
    /// The line of the scenario's file that says so, from 1; nil for a rule made in code.
    package var line: Int?

    /// Creates a rule.
    package init(_ promise: Promise, line: Int? = nil) {
        self.promise = promise
        self.line = line
    }

    /// A promise; every limit is inclusive.
    package enum Promise: Hashable, Sendable {
        /// The metric less the floor is at most this, at every scale.
        case net(ByteCount)
        /// The slope of the peak over the scales is at most this, in bytes per unit.
        case bytesPerUnit(Double)
        /// The peak grows no faster than this class.
        case growth(GrowthClass)
        /// At the largest scale, the peak is at most this share of another strategy's.
        case memory(atMost: Double, of: String)
        /// At the largest scale, the throughput is at least this share of another strategy's.
        case throughput(atLeast: Double, of: String)
        /// The peak changes by at most this share of the baseline's, at every scale.
        case baseline(threshold: Double)
    }

    /// The kind of rule.
    package var kind: Kind {
        switch promise {
        case .net: .net
        case .bytesPerUnit: .bytesPerUnit
        case .growth: .growth
        case .memory: .memoryRatio
        case .throughput: .throughputRatio
        case .baseline: .baseline
        }
    }

    /// The strategy that it compares with; nil for a rule that names none.
    package var other: String? {
        switch promise {
        case .memory(_, let other), .throughput(_, let other): other
        case .net, .bytesPerUnit, .growth, .baseline: nil
        }
    }

    /// The kind of a rule; the raw value is its name in JSON.
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// The budget's metric, in bytes, at every scale.
        case peak
        /// The budget's metric less the floor, in bytes, at every scale.
        case net
        /// The slope of the peak over the scales, in bytes per unit.
        case bytesPerUnit = "bytes_per_unit"
        /// The class of growth over the scales.
        case growth
        /// The peak as a share of another strategy's.
        case memoryRatio = "memory_ratio"
        /// The throughput as a share of another strategy's.
        case throughputRatio = "throughput_ratio"
        /// The change of the peak against the baseline, as a share of it.
        case baseline
        /// That a control goes over at the largest scale, so that the budget is known to bite.
        case control
        /// That every trial came to its end with the right result.
        case outcome
    }
}

extension GateRule.Promise {
    /// The reason that readings of a metric can't show whether the promise is kept, in one sentence without
    /// a full stop; nil if they can.
    package func objection(to metric: Metric) -> String? {
        guard !metric.showsNeed else { return nil }
        let key: String
        switch self {
        case .net: key = "net"
        case .bytesPerUnit: key = "bytes-per-unit"
        case .growth: key = "growth"
        case .memory: key = "memory"
        case .throughput, .baseline: return nil
        }
        return
            "'\(key)' can't be judged on the metric \(metric.rawValue), whose readings count page"
            + " cache up to whatever is allowed"
    }
}

extension Scenario {
    /// The rules of a strategy: its own, and the scenario's of which it has none of
    /// the same kind and which don't compare it with itself. Only candidates have rules.
    package func gateRules(of strategy: String) -> [GateRule] {
        guard let strategy = strategies.first(where: { $0.name == strategy }),
            strategy.role == .candidate
        else { return [] }
        let own = Set(strategy.gate.map(\.kind))
        let shared = gate.filter { !own.contains($0.kind) && $0.other != strategy.name }
        return shared + strategy.gate
    }

    /// The line of the file that holds the budget in force for a strategy; nil if none does.
    package func budgetLine(of strategy: String) -> Int? {
        let own = strategies.first { $0.name == strategy }
        return own?.budget == nil ? lines.budget : own?.lines.budget
    }
}
