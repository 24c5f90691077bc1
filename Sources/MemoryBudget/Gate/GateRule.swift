/// A rule in a scenario's file that the gate checks for a strategy, in addition to its budget.
package struct GateRule: Hashable, Sendable {
    /// The promise that the rule checks.
    package var promise: Promise
    /// The 1-based line of the rule in the scenario's file; `nil` for a rule created in code.
    package var line: Int?

    /// Creates a rule from a promise.
    package init(_ promise: Promise, line: Int? = nil) {
        self.promise = promise
        self.line = line
    }

    /// The promise of a rule; every limit is inclusive.
    package enum Promise: Hashable, Sendable {
        /// The metric minus the floor is at most this, at every scale.
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

    /// The kind of the rule.
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

    /// The strategy that the rule compares with; `nil` if it compares with none.
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
        /// The budget's metric minus the floor, in bytes, at every scale.
        case net
        /// The slope of the peak over the scales, in bytes per unit.
        case bytesPerUnit = "bytes_per_unit"
        /// The growth class over the scales.
        case growth
        /// The peak as a share of another strategy's peak.
        case memoryRatio = "memory_ratio"
        /// The throughput as a share of another strategy's throughput.
        case throughputRatio = "throughput_ratio"
        /// The change of the peak from the baseline, as a share of the baseline.
        case baseline
        /// A control goes over at the largest scale, which proves that the budget can be exceeded.
        case control
        /// Every trial completed with the right result.
        case outcome
    }
}

extension GateRule.Promise {
    /// Returns the reason why readings of a metric can't show whether the promise is kept, as a
    /// sentence without a full stop; `nil` if they can.
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
            "'\(key)' can't be judged on the metric \(metric.rawValue), because its readings"
            + " include page cache up to the limit"
    }
}

extension Scenario {
    /// Returns the rules of a strategy: its own, and those of the scenario. Only candidates have
    /// rules.
    ///
    /// The scenario's rules don't apply if the strategy has its own of the same kind, or if they
    /// compare the strategy with itself.
    package func gateRules(of strategy: String) -> [GateRule] {
        guard let strategy = strategies.first(where: { $0.name == strategy }),
            strategy.role == .candidate
        else { return [] }
        let own = Set(strategy.gate.map(\.kind))
        let shared = gate.filter { !own.contains($0.kind) && $0.other != strategy.name }
        return shared + strategy.gate
    }

    /// Returns the line of the file that sets the strategy's budget; `nil` if none does.
    package func budgetLine(of strategy: String) -> Int? {
        let own = strategies.first { $0.name == strategy }
        return own?.budget == nil ? lines.budget : own?.lines.budget
    }
}
