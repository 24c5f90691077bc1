/// A named setting of a pipeline, its default and what it may be.
public struct Parameter: Hashable, Sendable {
    /// As `--set NAME=VALUE` writes it.
    public let name: String
    /// The value it has unless set; must be acceptable.
    public let defaultValue: String
    /// One line for lists.
    public let about: String
    /// What is acceptable.
    public let kind: Kind

    /// What a setting's text must be.
    public enum Kind: Hashable, Sendable {
        /// A whole number within the range.
        case integer(ClosedRange<Int>)
        /// Whole numbers within the range, separated by commas; empty for none.
        case integers(ClosedRange<Int>)
        /// `true` or `false`.
        case flag
        /// One of these words.
        case choice([String])
        /// Any text.
        case text
    }

    /// Describes a setting; a default that its own kind refuses is a programmer's mistake.
    public init(name: String, default defaultValue: String, about: String, kind: Kind) {
        precondition(
            kind.objection(to: defaultValue) == nil, "the default of '\(name)' is not acceptable")
        self.name = name
        self.defaultValue = defaultValue
        self.about = about
        self.kind = kind
    }
}

extension Parameter.Kind {
    /// What a value would have to be, if it isn't; nil if it is acceptable.
    func objection(to value: String) -> String? {
        switch self {
        case .integer(let range):
            if let number = Int(value), range.contains(number) { return nil }
            return "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .integers(let range):
            if integerList(value).allSatisfy({ $0.map(range.contains) ?? false }) { return nil }
            return "whole numbers from \(range.lowerBound) to \(range.upperBound),"
                + " separated by commas"
        case .flag:
            return ["true", "false"].contains(value) ? nil : "true or false"
        case .choice(let words):
            return words.contains(value) ? nil : "one of \(words.joined(separator: ", "))"
        case .text:
            return nil
        }
    }
}

/// The numbers of `1,2,3`; nil in the place of what is none.
func integerList(_ text: String) -> [Int?] {
    guard !text.isEmpty else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
}
