/// The placeholders of a command scenario: which words stand in braces, and what they become.
///
/// A placeholder is `{word}`: a letter or `_`, then letters, digits, `_` and `-`. Every other brace
/// is literal, so `awk '{ print $1 }'` needs no escaping.
package enum CommandTemplate {
    /// A word in braces that every command may use.
    package enum Placeholder: String, CaseIterable, Sendable {
        /// Path of the dataset, or of the file given by `--input`.
        case input
        /// Path of an earlier run's result, for data that has one; to be copied, never changed.
        case previous
        /// A path that does not exist yet, inside a fresh directory of the trial.
        case output
        /// The number of units, in plain digits: `10000`, not `10k`.
        case scale
        /// The strategy's name.
        case strategy
        /// The folder of the scenario file.
        case here
        /// The folder of membudget's helper programs.
        case libexec
    }

    /// The words that stand for a dataset.
    package static let dataPlaceholders: Set<String> = [
        Placeholder.input.rawValue, Placeholder.previous.rawValue,
    ]

    /// The words in braces of one argument, in order, repeated as often as they occur.
    package static func placeholders(in argument: String) -> [String] {
        pieces(of: argument).compactMap { piece in
            guard case .placeholder(let name) = piece else { return nil }
            return name
        }
    }

    /// Puts values in place of placeholders; one without a value stays as it is written.
    ///
    /// Values are not searched again: one that holds `{input}` stays literal.
    package static func expand(_ argument: String, values: [String: String]) -> String {
        pieces(of: argument).map { piece in
            switch piece {
            case .literal(let text): text
            case .placeholder(let name): values[name] ?? "{\(name)}"
            }
        }.joined()
    }

    /// Whether a text may stand between the braces of a placeholder.
    package static func isPlaceholderName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isLetter(first) else { return false }
        return text.unicodeScalars.allSatisfy(isPartOfName)
    }

    private enum Piece {
        case literal(String)
        case placeholder(String)
    }

    /// In one pass: a brace that begins no placeholder is text, and what follows it is looked at anew.
    private static func pieces(of argument: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = argument.unicodeScalars[...]
        while let brace = rest.firstIndex(of: "{") {
            pieces.append(.literal(String(rest[..<brace])))
            let inside = rest[rest.index(after: brace)...]
            let name = String(inside.prefix(while: isPartOfName))
            let behind = inside.drop(while: isPartOfName)
            if behind.first == "}", isPlaceholderName(name) {
                pieces.append(.placeholder(name))
                rest = behind.dropFirst()
            } else {
                pieces.append(.literal("{"))
                rest = inside
            }
        }
        return pieces + [.literal(String(rest))]
    }

    private static func isPartOfName(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
}
