/// The class of a command's baselines, as set in its scenario.
///
/// Peaks are only compared with peaks of the same class.
package enum BaselineClass: Hashable, Sendable {
    /// The name of the class, such as `numpy-2`.
    case name(String)
    /// A program and its arguments whose last line of output names the class, such as `python3
    /// --version`.
    case command([String])

    /// Returns a name in the form in which it is compared and stored, with spaces replaced by
    /// hyphens.
    ///
    /// Other special characters are refused, because two classes that share a folder name would
    /// share their baselines.
    ///
    /// - Returns: `nil` for a name that is empty, too long, or has characters other than ASCII
    ///   letters, digits, `.`, `_` and `-`.
    package static func normalized(_ name: some StringProtocol) -> String? {
        let words = name.split(whereSeparator: \.isWhitespace).joined(separator: "-")
        let isPlain = words.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0)
        }
        return isPlain && !words.isEmpty && words.count <= lengthMaximum ? words : nil
    }

    /// The rule for names, as part of a sentence.
    package static let rule = "at most \(lengthMaximum) letters, digits, '.', '_' and '-'"

    /// The maximum length of a name in characters; names become part of a folder name.
    package static let lengthMaximum = 100
}
