/// The type of a parameter, which determines the texts it accepts.
///
/// Declared by a pipeline, reported by its worker, and checked before anything is launched.
package enum ParameterKind: Hashable, Sendable {
    /// A whole number within the range.
    case integer(ClosedRange<Int>)
    /// Whole numbers within the range, separated by commas; may be empty.
    case integers(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// One of these words.
    case choice([String])
    /// Any text.
    case text

    /// Returns a description of the acceptable values; `nil` if the value is acceptable.
    package func objection(to value: String) -> String? {
        switch self {
        case .integer(let range):
            if let number = Int(value), range.contains(number) { return nil }
            return "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .integers(let range):
            let numbers = Self.integers(in: value)
            if numbers.allSatisfy({ $0.map(range.contains) ?? false }) { return nil }
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

    /// Returns the likely intended value for one that is not acceptable; `nil` if none is similar.
    package func proposal(for value: String) -> String? {
        let meant: String?
        switch self {
        case .integer: meant = (try? Scale(parsing: value)).map { "\($0.units)" }
        case .flag: meant = nearest(to: value, among: ["true", "false"])
        case .choice(let words): meant = nearest(to: value, among: words)
        case .integers, .text: meant = nil
        }
        return meant.flatMap { objection(to: $0) == nil ? $0 : nil }
    }

    /// Returns the numbers in `1,2,3`, with `nil` for each part that is not a number.
    package static func integers(in text: String) -> [Int?] {
        guard !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    }
}
