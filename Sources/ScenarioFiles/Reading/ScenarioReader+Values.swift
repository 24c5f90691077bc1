import MemoryBudget

extension ScenarioReader {
    /// The text of a scalar; whatever YAML would make of it, it is taken as written.
    func text(_ field: Field) -> Located<String>? {
        switch field.value.content {
        case .scalar(let text):
            return Located(value: text, position: field.value.position)
        case .null:
            report("'\(field.path)' has no value", at: field.position)
        case .list, .mapping:
            report("'\(field.path)' must be one value", at: field.value.position)
        }
        return nil
    }

    /// A whole number within a range.
    func number<Number: FixedWidthInteger>(
        _ field: Field, in range: ClosedRange<Number>
    ) -> Number? {
        guard let text = text(field) else { return nil }
        guard let number = Number(text.value), range.contains(number) else {
            report(
                "'\(field.path)' must be a whole number from \(range.lowerBound) to"
                    + " \(range.upperBound), not '\(text.value)'", at: text.position)
            return nil
        }
        return number
    }

    /// `true` or `false`.
    func flag(_ field: Field) -> Bool? {
        guard let text = text(field) else { return nil }
        switch text.value {
        case "true": return true
        case "false": return false
        default:
            let meaning = ["yes": "true", "on": "true", "no": "false", "off": "false"]
            let word = text.value.lowercased()
            report(
                "'\(field.path)' must be true or false, not '\(text.value)'", at: text.position,
                proposal: meaning[word] ?? nearest(to: word, among: ["true", "false"]))
            return nil
        }
    }

    /// One of the raw values of an enumeration.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ field: Field, _ what: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let text = text(field) else { return nil }
        if let choice = Choice(rawValue: text.value) { return choice }
        reportUnknown(
            what, text.value, at: text.position, known: Choice.allCases.map(\.rawValue))
        return nil
    }

    /// A size, scale or time; what its own parser says about a bad one is reported.
    func quantity<Quantity>(
        _ text: Located<String>, _ parse: (String) throws(QuantityError) -> Quantity
    ) -> Quantity? {
        do throws(QuantityError) {
            return try parse(text.value)
        } catch {
            report(error.message, at: text.position, proposal: error.proposal)
            return nil
        }
    }
}
