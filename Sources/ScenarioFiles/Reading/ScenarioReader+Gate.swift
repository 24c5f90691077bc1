import MemoryBudget

extension ScenarioReader {
    /// The keys of a `gate`, in the usual order.
    private static let gateKeys = [
        "growth", "bytes-per-unit", "net", "throughput", "memory", "baseline",
    ]

    /// Reads the rules that a strategy must keep besides its budget.
    func gate(_ field: Field) -> ScenarioDraft.Gate {
        let fields = fields(field, known: Self.gateKeys, example: "{ net: 8MiB }")
        return ScenarioDraft.Gate(
            position: field.position, promises: (fields?.all ?? []).flatMap(promises))
    }

    private func promises(_ field: Field) -> [ScenarioDraft.Promise] {
        switch field.name {
        case "growth": [growth(field)].compactMap(\.self)
        case "bytes-per-unit": [bytesPerUnit(field)].compactMap(\.self)
        case "net": [net(field)].compactMap(\.self)
        case "baseline": [threshold(field)].compactMap(\.self)
        case "memory": ratio(field, bound: "at-most") { .memory(atMost: $0, of: $1) }
        default: ratio(field, bound: "at-least") { .throughput(atLeast: $0, of: $1) }
        }
    }

    private func growth(_ field: Field) -> ScenarioDraft.Promise? {
        choice(field, as: "growth class", of: GrowthClass.self)
            .map { .init(promise: .growth($0), position: field.position) }
    }

    private func bytesPerUnit(_ field: Field) -> ScenarioDraft.Promise? {
        decimal(field, example: "0.5").map {
            .init(promise: .bytesPerUnit($0), position: field.position)
        }
    }

    private func net(_ field: Field) -> ScenarioDraft.Promise? {
        text(field).flatMap { quantity($0, parse: ByteCount.init(parsing:)) }
            .map { .init(promise: .net($0), position: field.position) }
    }

    /// Reads a threshold in percent.
    private func threshold(_ field: Field) -> ScenarioDraft.Promise? {
        guard let text = text(field) else { return nil }
        let number = text.value.hasSuffix("%") ? String(text.value.dropLast()) : nil
        guard let percent = number.flatMap(Double.init), percent.isFinite, percent > 0 else {
            report(
                "'\(field.path)' must be a change in percent, not '\(text.value)'",
                at: text.position, proposal: Self.percentExample(text.value))
            return nil
        }
        return .init(promise: .baseline(threshold: percent / 100), position: field.position)
    }

    /// Returns a proposal: `0.05` and `5` probably mean 5 %.
    private static func percentExample(_ text: String) -> String {
        guard let value = Double(text), value > 0, value < 100 else { return "5%" }
        let digits = fixed(value < 1 ? value * 100 : value, 1)
        return (digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits) + "%"
    }

    /// Reads a ratio to the figure of another strategy, or to those of several.
    private func ratio(
        _ field: Field, bound: String, promise make: (Double, String) -> GateRule.Promise
    ) -> [ScenarioDraft.Promise] {
        let example = "{ \(bound): 1.0, of: load-all }"
        guard let fields = fields(field, known: [bound, "of"], example: example) else { return [] }
        let limit = required(bound, in: fields).flatMap { decimal($0, example: "1.0") }
        let others = required("of", in: fields).flatMap(oneOrMore)
        guard let limit, let others else { return [] }
        return others.map {
            .init(promise: make(limit, $0.value), position: field.position, other: $0)
        }
    }

    /// Reads one word, or a list of different ones.
    private func oneOrMore(_ field: Field) -> [Located<String>]? {
        guard case .list = field.value.content else { return text(field).map { [$0] } }
        return texts(field, example: "[load-all]").map { reportingDuplicates($0, of: field) }
    }

    /// Reads a number above zero.
    private func decimal(_ field: Field, example: String) -> Double? {
        guard let text = text(field) else { return nil }
        guard let number = Double(text.value), number.isFinite, number > 0 else {
            report(
                "'\(field.path)' must be a number above 0, not '\(text.value)'",
                at: text.position, proposal: example)
            return nil
        }
        return number
    }

    /// Reports rules that could never be judged, because they would protect nothing.
    func checkGates(_ draft: ScenarioDraft) {
        let strategies = draft.strategies ?? []
        for strategy in strategies {
            guard let gate = strategy.gate else { continue }
            if strategy.role != .candidate {
                report(
                    "only candidates are gated; '\(strategy.name.value)' is a"
                        + " \(strategy.role.rawValue)", at: gate.position)
            }
        }
        let own = strategies.compactMap { strategy in
            strategy.gate.map { ($0, Optional(strategy.name.value)) }
        }
        for (gate, owner) in (draft.gate.map { [($0, nil)] } ?? []) + own {
            for promise in gate.promises { check(promise, of: owner, in: draft) }
        }
    }

    private func check(
        _ promise: ScenarioDraft.Promise, of owner: String?, in draft: ScenarioDraft
    ) {
        if let other = promise.other { check(other, of: owner, in: draft) }
        if let objection = objection(to: promise.promise, in: draft) {
            report(objection, at: promise.position)
        }
    }

    /// Returns the reason that a rule can't be judged in any run of the scenario; `nil` if it can.
    private func objection(to promise: GateRule.Promise, in draft: ScenarioDraft) -> String? {
        if let objection = draft.metric.flatMap(promise.objection) { return objection }
        switch promise {
        case .growth:
            let count = draft.scaleUnits.map(GrowthFit.spacedCount)
            guard let count, count < GrowthFit.gatedScaleCount else { return nil }
            return "a growth class needs at least \(GrowthFit.gatedScaleCount) scales to be gated,"
                + " each at least twice the one before; there are \(count)"
        case .bytesPerUnit:
            guard let count = draft.scaleUnits?.count, count < 2 else { return nil }
            return "bytes per unit are a slope, which needs two scales; there is \(count)"
        case .net:
            return draft.hasFloor
                ? nil : "the floor is the peak on an empty input, but this command has no dataset"
        case .memory, .throughput, .baseline:
            return nil
        }
    }

    /// Reports a ratio to an unknown strategy, or to the strategy itself.
    private func check(_ other: Located<String>, of owner: String?, in draft: ScenarioDraft) {
        let known = (draft.strategies ?? []).map(\.name.value)
        if !known.contains(other.value) {
            reportUnknown("strategy", named: other.value, at: other.position, known: known)
        } else if other.value == owner {
            report("'\(other.value)' is compared with itself", at: other.position)
        }
    }
}

extension ScenarioDraft {
    /// The sizes of the scales; `nil` if they are missing or could not be read.
    fileprivate var scaleUnits: [Int]? {
        if let scales { return scales.isEmpty ? nil : scales.map(\.value.units) }
        guard case .command? = job, !sections.contains("scales") else { return nil }
        return [1]
    }

    /// Whether there is an input that can be empty: generated data, or `{input}` for the user's
    /// own.
    ///
    /// A pipeline always has an input; a missing dataset is reported elsewhere.
    fileprivate var hasFloor: Bool {
        guard case .command? = job, !sections.contains("dataset") else { return true }
        return commandPlaceholders.contains("input")
    }
}
