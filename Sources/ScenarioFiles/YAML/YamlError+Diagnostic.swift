import MemoryBudget
import Yams

extension YamlError {
    /// The first duplicate key in a mapping, and the position of one of its occurrences.
    var duplicateKey: (key: String, position: Position)? {
        guard case .duplicatedKeysInMapping(let duplicates, let context) = self,
            let key = duplicates.first
        else { return nil }
        return (key, Position(context.mark))
    }

    /// Returns the mistake in the words of libYAML, with the element that it was reading.
    func diagnostic(in source: SourceText) -> Diagnostic {
        switch self {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _):
            let position = Position(mark)
            let reason =
                source[position] == "\t"
                ? "YAML is indented with spaces, not tabs"
                : problem + Self.explain(context)
            return source.diagnostic("not valid YAML: \(reason)", at: position)
        case .composer(let context, let problem, let mark, _):
            // The only composer error with a context is a second document.
            let reason =
                context == nil ? problem : "a second document begins; a scenario file has only one"
            return source.diagnostic("not valid YAML: \(reason)", at: Position(mark))
        case .reader(let problem, let offset, _, let yaml):
            return source.diagnostic(
                "not valid YAML: \(problem)", at: Self.position(ofCharacter: offset, in: yaml))
        default:
            if let (key, position) = duplicateKey {
                return source.diagnostic("duplicate key '\(key)'", at: position)
            }
            return source.diagnostic("not valid YAML: \(self)", at: .start)
        }
    }

    private static func explain(_ context: Context?) -> String {
        guard let context, !context.text.isEmpty else { return "" }
        return " \(context.text) that starts on line \(context.mark.line)"
    }

    private static func position(ofCharacter offset: Int?, in yaml: String) -> Position {
        var position = Position.start
        for character in yaml.prefix(offset ?? 0) {
            if character == "\n" {
                position = Position(line: position.line + 1, column: 1)
            } else {
                position.column += character.unicodeScalars.count
            }
        }
        return position
    }
}
