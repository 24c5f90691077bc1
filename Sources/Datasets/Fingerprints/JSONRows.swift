import MemoryBudget
import StreamedJSON

/// A reader of a file of JSON lines, whose values are compared whatever the order of their keys.
final class JSONRows: RowReader {
    let format = ResultFingerprint.Format.jsonLines
    private var line: [UInt8] = []
    private var digest = RowDigest()

    /// The maximum length of a line; a file with a longer one is compared byte by byte.
    private static let lineBytesMaximum = 16 << 20

    func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line.append(contentsOf: rest[..<end])
            guard takeLine() else { return false }
            rest = rest[(end + 1)...]
        }
        line.append(contentsOf: rest)
        return line.count <= Self.lineBytesMaximum
    }

    func finish() -> (digest: RowDigest, count: Int)? {
        takeLine() ? (digest, digest.count) : nil
    }

    private func takeLine() -> Bool {
        defer { line.removeAll(keepingCapacity: line.capacity <= 1 << 20) }
        guard line.count <= Self.lineBytesMaximum else { return false }
        guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return true }
        guard let value = CanonicalJSON.bytes(of: line) else { return false }
        var hash = RowHash()
        value.withUnsafeBytes { hash.addField($0) }
        digest.add(hash)
        return true
    }
}

/// The canonical bytes of a JSON value: without whitespace and escapes, with sorted keys and the
/// shortest form of each number.
struct CanonicalJSON: JSONReceiver {
    private var open: [Level] = []
    private var root: [UInt8] = []

    /// An object or array that isn't closed yet.
    private struct Level {
        let container: JSONContainer
        var elements: [UInt8] = []
        var members: [[UInt8]: [UInt8]] = [:]
        var name: [UInt8] = []
    }

    /// The largest whole number that a double represents exactly.
    private static let exactMaximum = 9_007_199_254_740_992.0

    /// Returns the canonical bytes of a whole text; `nil` if it is not JSON.
    static func bytes(of text: [UInt8]) -> [UInt8]? {
        var tokenizer = JSONTokenizer()
        var value = CanonicalJSON()
        do {
            try text.withUnsafeBytes { try tokenizer.feed($0, to: &value) }
            try tokenizer.finish(&value)
        } catch {
            return nil
        }
        return value.root
    }

    mutating func open(_ container: JSONContainer) {
        open.append(Level(container: container))
    }

    mutating func close(_ container: JSONContainer) {
        guard let level = open.popLast() else { return }
        switch container {
        case .array: add(Self.marked("a", level.elements))
        case .object:
            let members = level.members.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            add(Self.marked("o", members.flatMap { Self.marked("k", $0.key) + $0.value }))
        }
    }

    mutating func name(_ bytes: UnsafeRawBufferPointer) {
        open[open.count - 1].name = Array(bytes)
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) {
        add(Self.marked("t", Array(bytes)))
    }

    mutating func number(_ bytes: UnsafeRawBufferPointer) {
        add(Self.marked("n", Array(Self.shortest(String(decoding: bytes, as: UTF8.self)).utf8)))
    }

    mutating func literal(_ literal: JSONLiteral) {
        let mark: Character =
            switch literal {
            case .null: "0"
            case .no: "f"
            case .yes: "y"
            }
        add(Self.marked(mark, []))
    }

    private mutating func add(_ value: [UInt8]) {
        guard let last = open.indices.last else {
            root = value
            return
        }
        switch open[last].container {
        case .array: open[last].elements += value
        // Of repeated keys, parsers keep the last.
        case .object: open[last].members[open[last].name] = value
        }
    }

    /// Prefixes bytes with their kind and length, so that different values never give equal bytes.
    private static func marked(_ kind: Character, _ bytes: [UInt8]) -> [UInt8] {
        Array("\(kind)\(bytes.count):".utf8) + bytes
    }

    /// Returns the shortest form of a number: `1` for `1.0` and `1e0`; integers keep all digits.
    static func shortest(_ text: String) -> String {
        let isWhole = !text.utf8.contains { [0x2E, 0x65, 0x45].contains($0) }
        if isWhole { return text == "-0" ? "0" : text }
        guard let value = Double(text), value.isFinite else { return text }
        if value.rounded() == value, value.magnitude <= exactMaximum { return "\(Int(value))" }
        return "\(value)"
    }
}
