import MemoryBudget

/// A reader of one scenario file that collects all of its mistakes.
///
/// Its functions return `nil` for anything that they reported, so that no mistake is reported
/// twice.
final class ScenarioReader {
    private let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    init(_ source: SourceText) {
        self.source = source
    }

    /// Adds a diagnostic.
    func report(_ message: String, at position: Position, proposal: String? = nil) {
        diagnostics.append(source.diagnostic(message, at: position, proposal: proposal))
    }

    /// Reports an unknown word, with the nearest known one, or else with all known ones.
    func reportUnknown(
        _ what: String, named word: String, of place: String? = nil, at position: Position,
        known: [String]
    ) {
        let proposal = nearest(to: word, among: known)
        let owner = place.map { " of \($0)" } ?? ""
        let all = proposal == nil ? " (known: \(known.joined(separator: ", ")))" : ""
        report(
            "unknown \(what) '\(word)'\(owner)\(known.isEmpty ? " (none is defined)" : all)",
            at: position, proposal: proposal)
    }

    /// Reads a scalar as text, exactly as written in the file.
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

    /// Reads a whole number within a range.
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

    /// Reads `true` or `false`.
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

    /// Reads one of the raw values of an enumeration.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ field: Field, as what: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let text = text(field) else { return nil }
        if let choice = Choice(rawValue: text.value) { return choice }
        reportUnknown(
            what, named: text.value, at: text.position, known: Choice.allCases.map(\.rawValue))
        return nil
    }

    /// Parses a size, scale or time, and reports the error of its parser.
    func quantity<Quantity>(
        _ text: Located<String>, parse: (String) throws(QuantityError) -> Quantity
    ) -> Quantity? {
        do throws(QuantityError) {
            return try parse(text.value)
        } catch {
            report(error.message, at: text.position, proposal: error.proposal)
            return nil
        }
    }

    /// Reads a list of at least one item.
    func list(_ field: Field, example: String) -> [YAMLNode]? {
        switch field.value.content {
        case .list(let items) where !items.isEmpty:
            return items
        case .list:
            report(
                "'\(field.path)' is empty", at: field.value.position, proposal: example)
        case .null:
            report("'\(field.path)' has no value", at: field.position, proposal: example)
        case .scalar(let text):
            report(
                "'\(field.path)' must be a list", at: field.value.position,
                proposal: YAMLText.flowList([text]))
        case .mapping:
            report(
                "'\(field.path)' must be a list", at: field.value.position, proposal: example)
        }
        return nil
    }

    /// Reads a list of texts; items without a value are reported and left out.
    func texts(_ field: Field, example: String) -> [Located<String>]? {
        list(field, example: example)?.enumerated().compactMap { index, item in
            itemText(item, as: "item \(index + 1) of '\(field.path)'")
        }
    }

    /// Reads an item as text. `null` and `~` are text here; only an empty item is a mistake.
    private func itemText(_ item: YAMLNode, as what: String) -> Located<String>? {
        switch item.content {
        case .scalar(let text):
            return Located(value: text, position: item.position)
        case .null(let written) where !written.isEmpty:
            return Located(value: written, position: item.position)
        case .null:
            report("\(what) has no value", at: item.position, proposal: "\"\"")
        case .list, .mapping:
            report("\(what) must be one value", at: item.position)
        }
        return nil
    }
}

/// A value with its position in the file.
struct Located<Value> {
    var value: Value
    var position: Position
}

extension Located: Equatable where Value: Equatable {}
