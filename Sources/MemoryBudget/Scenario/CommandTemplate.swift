/// The placeholders of a command scenario, and their expansion.
///
/// ```swift
/// let argument = CommandTemplate.expand("--rows={scale}", values: ["scale": "10000"])
/// print(argument)  // --rows=10000
/// ```
///
/// A placeholder is `{word}`: a letter or `_`, then letters, digits, `_` and `-`. All other braces
/// are literal, so `awk '{ print $1 }'` needs no escaping.
package enum CommandTemplate {
    /// A placeholder that every command may use.
    package enum Placeholder: String, CaseIterable, Sendable {
        /// The path of the dataset, or of the file given by `--input`.
        case input
        /// The path of an earlier run's result, for datasets that have one. Commands must copy it,
        /// not change it.
        case previous
        /// A path that does not exist yet, inside a new folder of the trial.
        case output
        /// The number of units in plain digits: `10000`, not `10k`.
        case scale
        /// The strategy's name.
        case strategy
        /// The folder of the scenario file.
        case here
        /// The folder of membudget's helper programs.
        case libexec
    }

    /// The placeholders that refer to a dataset.
    package static let dataPlaceholders: Set<String> = [
        Placeholder.input.rawValue, Placeholder.previous.rawValue,
    ]

    /// Returns the placeholders of one argument, in order, with repetitions.
    package static func placeholders(in argument: String) -> [String] {
        pieces(of: argument).compactMap { piece in
            guard case .placeholder(let name) = piece else { return nil }
            return name
        }
    }

    /// Replaces placeholders by their values; a placeholder without a value is kept.
    ///
    /// Placeholders inside values are not expanded.
    package static func expand(_ argument: String, values: [String: String]) -> String {
        pieces(of: argument).map { piece in
            switch piece {
            case .literal(let text): text
            case .placeholder(let name): values[name] ?? "{\(name)}"
            }
        }.joined()
    }

    /// Returns whether a text is a valid placeholder name.
    package static func isPlaceholderName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isLetter(first) else { return false }
        return text.unicodeScalars.allSatisfy(isPartOfName)
    }

    private enum Piece {
        case literal(String)
        case placeholder(String)
    }

    /// Splits an argument into literals and placeholders, in one pass. A brace that begins no
    /// placeholder is literal, and scanning continues after it.
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
