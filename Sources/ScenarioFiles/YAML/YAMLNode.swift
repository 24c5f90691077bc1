import Yams

/// A node of a composed document, in which every scalar is text.
///
/// Children are created on demand, so that a document whose aliases multiply costs only the parts
/// that are read.
struct YAMLNode {
    private let node: Node
    private let originalKeys: [Position: String]

    init(_ node: Node, originalKeys: [Position: String]) {
        self.node = node
        self.originalKeys = originalKeys
    }

    /// The start of the node; for an alias, that of its anchor.
    var position: Position { Self.position(of: node) }

    /// The content of a node.
    enum Content {
        /// An unquoted empty value, `~` or `null`, as written.
        case null(String)
        case scalar(String)
        case list([YAMLNode])
        case mapping([Entry])
    }

    /// One key of a mapping and its value.
    struct Entry {
        /// The key's text; `nil` if the key is a list or a mapping.
        let key: String?
        let position: Position
        let value: YAMLNode
    }

    var content: Content {
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? .null(scalar.string) : .scalar(scalar.string)
        case .sequence(let sequence):
            return .list(sequence.map { YAMLNode($0, originalKeys: originalKeys) })
        case .mapping(let mapping):
            return .mapping(mapping.map(entry))
        case .alias:
            // The parser replaces every alias by its anchor's node, so this case doesn't occur.
            return .null("")
        }
    }

    private func entry(_ pair: (key: Node, value: Node)) -> Entry {
        let position = Self.position(of: pair.key)
        return Entry(
            key: originalKeys[position] ?? pair.key.scalar?.string, position: position,
            value: YAMLNode(pair.value, originalKeys: originalKeys))
    }

    private static func position(of node: Node) -> Position {
        Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }
}
