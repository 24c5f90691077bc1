import MemoryBudget

extension ScenarioReader {
    /// The scales, ascending; two of the same size are a mistake, however they are written.
    func scales(_ field: Field) -> [Located<Scale>]? {
        guard let texts = texts(field, example: "[10k, 20k, 40k]") else { return nil }
        var scales: [Located<Scale>] = []
        for text in texts {
            guard let scale = quantity(text, Scale.init(parsing:)) else { continue }
            if scale.units < 1 {
                report("a scale is at least 1, not '\(text.value)'", at: text.position)
            } else if let first = scales.first(where: { $0.value.units == scale.units }) {
                report(
                    "duplicate scale '\(text.value)', first given as '\(first.value.label)'"
                        + " on line \(first.position.line)", at: text.position)
            } else {
                scales.append(Located(value: scale, position: text.position))
            }
        }
        return scales.sorted { $0.value < $1.value }
    }
}
