import MemoryBudget

extension ScenarioReader {
    /// The scenario's name, which is also a file's and a directory's.
    func scenarioName(_ field: Field) -> Located<String>? {
        guard let text = text(field) else { return nil }
        guard ScenarioName.isValid(text.value) else {
            report(
                "a scenario's name holds only a-z, 0-9 and '-', not '\(text.value)'",
                at: text.position, proposal: ScenarioName.nearest(to: text.value))
            return nil
        }
        return text
    }

    /// A scenario is found by the name of its file: the name in it must be the same.
    func checkName(_ draft: ScenarioDraft, expected: String?) {
        guard let expected, let name = draft.name, name.value != expected else { return }
        report(
            "the scenario is named '\(name.value)', but its file '\(expected)'", at: name.position,
            proposal: ScenarioName.isValid(expected) ? expected : nil)
    }

    /// How long a trial may take.
    func timeout(_ field: Field) -> Duration? {
        guard let text = text(field), let timeout = quantity(text, TimeSpan.parse) else {
            return nil
        }
        guard timeout > .zero else {
            report("'\(field.path)' must be longer than nothing", at: text.position)
            return nil
        }
        return timeout
    }
}

/// What a scenario may be called.
enum ScenarioName {
    /// Whether a name holds only `a-z`, `0-9` and `-`, and starts with none of these hyphens.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-") && name.unicodeScalars.allSatisfy(isAllowed)
    }

    /// A valid name made from any text; nil if nothing of it can be used.
    static func nearest(to text: String) -> String? {
        let words = text.lowercased().unicodeScalars.split { !isAllowed($0) || $0 == "-" }
        return words.isEmpty ? nil : words.map { String($0) }.joined(separator: "-")
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }
}
