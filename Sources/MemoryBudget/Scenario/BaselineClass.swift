/// The part of an environment that a command's baselines are classed by, as its scenario says it.
///
/// Peaks of one class are compared with each other, and with none of another class.
package enum BaselineClass: Hashable, Sendable {
    /// The name itself: `numpy-2`.
    case name(String)
    /// The program and arguments of which the last line that they print is the name: `python3 --version`.
    case command([String])

    /// A name as it is compared and written: spaces become hyphens.
    ///
    /// Any other character is refused, because two names that a folder's name can't tell apart would share
    /// their baselines.
    ///
    /// - Returns: nil for a name that is empty, too long, or has other characters than ASCII letters, digits,
    ///   `.`, `_` and `-`.
    package static func normalized(_ name: some StringProtocol) -> String? {
        let words = name.split(whereSeparator: \.isWhitespace).joined(separator: "-")
        let isPlain = words.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0)
        }
        return isPlain && !words.isEmpty && words.count <= lengthMaximum ? words : nil
    }

    /// The rule for names, to be put into a sentence.
    package static let rule = "at most \(lengthMaximum) letters, digits, '.', '_' and '-'"

    /// The most characters of a name, which becomes a part of a folder's.
    package static let lengthMaximum = 100
}
