package import HTTPClient

/// A JSON value with everything in it, as most programs hold what they fetched.
///
/// ```swift
/// let tree = try JSONTree(Array("{\"id\": 7}".utf8))
/// let id = tree["id"]?.integer
/// ```
package indirect enum JSONTree: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// Any number.
    case number(Double)
    /// A string, unescaped.
    case text(String)
    /// The elements of an array.
    case array([JSONTree])
    /// The members of an object; the last one of a repeated name.
    case object([String: JSONTree])

    /// Parses a complete text.
    ///
    /// - Throws: ``MalformedBody``.
    package init(_ text: [UInt8]) throws(MalformedBody) {
        var tokenizer = JSONTokenizer()
        var builder = TreeBuilder()
        try text.withUnsafeBufferPointer { bytes throws(MalformedBody) in
            try tokenizer.feed(UnsafeRawBufferPointer(bytes), to: &builder)
        }
        try tokenizer.finish(&builder)
        guard let root = builder.root else { throw MalformedBody("JSON without a value") }
        self = root
    }

    /// Returns a member of an object; `nil` if it has none of this name, or isn't an object.
    package subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The elements; `nil` for anything but an array.
    package var elements: [JSONTree]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The string; `nil` for anything else.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The number; `nil` for anything but an integer.
    package var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number)
    }
}

/// A receiver that builds a tree.
private struct TreeBuilder: JSONReceiver {
    private(set) var root: JSONTree?
    private var open: [Level] = []

    /// A container that isn't closed yet.
    private struct Level {
        var elements: [JSONTree] = []
        var members: [String: JSONTree] = [:]
        var name = ""
        let container: JSONContainer
    }

    mutating func open(_ container: JSONContainer) {
        open.append(Level(container: container))
    }

    mutating func close(_ container: JSONContainer) {
        guard let level = open.popLast() else { return }
        add(container == .object ? .object(level.members) : .array(level.elements))
    }

    mutating func name(_ bytes: UnsafeRawBufferPointer) {
        open[open.count - 1].name = String(decoding: bytes, as: UTF8.self)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        add(.text(String(decoding: bytes, as: UTF8.self)))
    }

    mutating func number(_ bytes: UnsafeRawBufferPointer) {
        add(.number(Double(String(decoding: bytes, as: UTF8.self)) ?? .nan))
    }

    mutating func literal(_ literal: JSONLiteral) {
        add(literal == .null ? .null : .bool(literal == .yes))
    }

    private mutating func add(_ value: JSONTree) {
        guard let last = open.indices.last else {
            root = value
            return
        }
        switch open[last].container {
        case .array: open[last].elements.append(value)
        case .object: open[last].members[open[last].name] = value
        }
    }
}
