import MemoryBudget
import Yams

/// The root of a scenario file, composed so that duplicate keys are kept, not refused one by one.
///
/// Yams stops at the first mapping with a duplicate key. To report all mistakes at once, the key it
/// names is renamed in place (one character, so every position stays) and the text composed again;
/// the original names are remembered by position.
struct YAMLDocument {
    /// Nil for a file without content.
    let root: YAMLNode?

    /// More duplicates than that are not worth reading on for.
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

    /// What stopped the composition, after the duplicates that had been found until then.
    private static func failure(
        _ error: YamlError, source: SourceText, duplicates: [Position: String]
    ) -> InvalidScenario {
        InvalidScenario(
            duplicates.map { source.diagnostic("duplicate key '\($0.value)'", at: $0.key) }
                + [error.diagnostic(in: source)])
    }
}

extension SourceText {
    /// Gives the key at a position a name that no other key has; false if its spelling is too odd.
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
