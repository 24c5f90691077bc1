import MemoryBudget
import Yams

/// The root of a scenario file; duplicate keys are kept, so that all of them can be reported.
///
/// Yams stops at the first mapping with a duplicate key. To find all mistakes at once, that key is
/// renamed in place (by one character, so that positions stay the same) and the text is composed
/// again; the original names are remembered by position.
struct YAMLDocument {
    /// The root node; `nil` for a file without content.
    let root: YAMLNode?

    /// The maximum number of duplicate keys, after which reading stops.
    private static let duplicatesMaximum = 100

    init(composing source: SourceText) throws(InvalidScenario) {
        var altered = source
        var originalKeys: [Position: String] = [:]
        while true {
            do {
                let node = try Yams.compose(yaml: altered.text, .basic)
                root = node.map { YAMLNode($0, originalKeys: originalKeys) }
                return
            } catch let error as YamlError {
                guard let (key, position) = error.duplicateKey,
                    originalKeys.count < Self.duplicatesMaximum,
                    altered.renameKey(at: position, to: originalKeys.count)
                else {
                    throw Self.failure(error, source: source, duplicates: originalKeys)
                }
                originalKeys[position] = key
            } catch {
                throw InvalidScenario([
                    source.diagnostic("not readable as YAML: \(error)", at: .start)
                ])
            }
        }
    }

    /// Returns the error that stopped the composition, after the duplicate keys found so far.
    private static func failure(
        _ error: YamlError, source: SourceText, duplicates: [Position: String]
    ) -> InvalidScenario {
        InvalidScenario(
            duplicates.map { source.diagnostic("duplicate key '\($0.value)'", at: $0.key) }
                + [error.diagnostic(in: source)])
    }
}

extension SourceText {
    /// Gives the key at a position a unique name; returns false if the key can't be renamed.
    fileprivate mutating func renameKey(at position: Position, to number: Int) -> Bool {
        var position = position
        if self[position] == "\"" || self[position] == "'" { position.column += 1 }
        guard let scalar = self[position], scalar.properties.isAlphabetic || scalar == "_",
            let replacement = Unicode.Scalar(UInt32(0xE000 + number))
        else { return false }
        self[position] = replacement
        return true
    }
}

extension Position {
    static let start = Position(line: 1, column: 1)

    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}
