import MemoryBudget

/// Reads the nodes of one scenario file and collects every mistake on the way.
///
/// A reading function gives nil for what it reported, so that one mistake is not reported twice.
final class ScenarioReader {
    private let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    init(_ source: SourceText) {
        self.source = source
    }

    /// Notes a mistake.
    func report(_ message: String, at position: Position, proposal: String? = nil) {
        diagnostics.append(source.diagnostic(message, at: position, proposal: proposal))
    }

    /// Notes a word that is none of the known ones: with the nearest of them, or else with them all.
    func reportUnknown(
        _ what: String, named word: String, of place: String? = nil, at position: Position,
        known: [String]
    ) {
        let proposal = nearest(to: word, among: known)
        let owner = place.map { " of \($0)" } ?? ""
        let all = proposal == nil ? " (known: \(known.joined(separator: ", ")))" : ""
        report(
            "unknown \(what) '\(word)'\(owner)\(known.isEmpty ? " (there is none)" : all)",
            at: position, proposal: proposal)
    }

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
        _ field: Field, as what: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let text = text(field) else { return nil }
        if let choice = Choice(rawValue: text.value) { return choice }
        reportUnknown(
            what, named: text.value, at: text.position, known: Choice.allCases.map(\.rawValue))
        return nil
    }

    /// A size, scale or time; what its own parser says about a bad one is reported.
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

    /// The items of a list of at least one; an item without a value is reported and left out.
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

    /// The texts of a list; nil if the list itself can't be read.
    func texts(_ field: Field, example: String) -> [Located<String>]? {
        list(field, example: example)?.enumerated().compactMap { index, item in
            itemText(item, as: "item \(index + 1) of '\(field.path)'")
        }
    }

    /// The text of an item: `null` and `~` are words here, only nothing at all is a mistake.
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

/// A value and where it stands.
struct Located<Value> {
    var value: Value
    var position: Position
}

extension Located: Equatable where Value: Equatable {}
