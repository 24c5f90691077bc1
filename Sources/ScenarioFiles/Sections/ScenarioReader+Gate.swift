import MemoryBudget

extension ScenarioReader {
    /// The keys of a `gate`, in the order in which people write them.
    private static let gateKeys = [
        "growth", "bytes-per-unit", "net", "throughput", "memory", "baseline",
    ]

    /// What the gate holds strategies to, beside their budget.
    func gate(_ field: Field) -> ScenarioDraft.Gate {
        let fields = fields(field, known: Self.gateKeys, example: "{ net: 8MiB }")
        return ScenarioDraft.Gate(
            position: field.position, promises: (fields?.all ?? []).compactMap(promise))
    }

    private func promise(_ field: Field) -> ScenarioDraft.Promise? {
        switch field.name {
        case "growth": growth(field)
        case "bytes-per-unit": bytesPerUnit(field)
        case "net": net(field)
        case "baseline": threshold(field)
        case "memory": ratio(field, "at-most") { .memory(atMost: $0, of: $1) }
        default: ratio(field, "at-least") { .throughput(atLeast: $0, of: $1) }
        }
    }

    private func growth(_ field: Field) -> ScenarioDraft.Promise? {
        choice(field, "class of growth", of: GrowthClass.self)
            .map { .init(promise: .growth($0), position: field.position) }
    }

    private func bytesPerUnit(_ field: Field) -> ScenarioDraft.Promise? {
        decimal(field, example: "0.5").map {
            .init(promise: .bytesPerUnit($0), position: field.position)
        }
    }

    private func net(_ field: Field) -> ScenarioDraft.Promise? {
        text(field).flatMap { quantity($0, ByteCount.init(parsing:)) }
            .map { .init(promise: .net($0), position: field.position) }
    }

    /// A share in per cent, which is what people mean by a change.
    private func threshold(_ field: Field) -> ScenarioDraft.Promise? {
        guard let text = text(field) else { return nil }
        let number = text.value.hasSuffix("%") ? String(text.value.dropLast()) : nil
        guard let percent = number.flatMap(Double.init), percent.isFinite, percent > 0 else {
            report(
                "'\(field.path)' must be a change in per cent, not '\(text.value)'",
                at: text.position, proposal: Self.percentExample(text.value))
            return nil
        }
        return .init(promise: .baseline(threshold: percent / 100), position: field.position)
    }

    /// `0.05` and `5` most likely mean 5 %.
    private static func percentExample(_ text: String) -> String {
        guard let value = Double(text), value > 0, value < 100 else { return "5%" }
        let digits = fixed(value < 1 ? value * 100 : value, 1)
        return (digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits) + "%"
    }

    /// A share of another strategy's figure: how much, and whose.
    private func ratio(
        _ field: Field, _ bound: String, _ make: (Double, String) -> GateRule.Promise
    ) -> ScenarioDraft.Promise? {
        let example = "{ \(bound): 1.0, of: load-all }"
        guard let fields = fields(field, known: [bound, "of"], example: example) else { return nil }
        let limit = required(bound, in: fields).flatMap { decimal($0, example: "1.0") }
        let other = required("of", in: fields).flatMap(text)
        guard let limit, let other else { return nil }
        return .init(
            promise: make(limit, other.value), position: field.position, other: other)
    }

    /// A number above zero.
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
}
