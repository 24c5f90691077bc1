/// The options of one command: `--name value` or `--name=value`, in any order.
///
/// A parser of its own, because a worker links as little as it can.
package struct ArgumentReader: Sendable {
    private var options: [(name: String, value: String?)] = []
    private var strayWords: [String] = []

    /// Reads these words.
    package init(_ words: some Sequence<String>) {
        var words = words.makeIterator()
        while let word = words.next() {
            guard word.hasPrefix("--") else {
                strayWords.append(word)
                continue
            }
            let name = word.dropFirst(2).prefix { $0 != "=" }
            let isAssigned = word.utf8.contains(UInt8(ascii: "="))
            let value = isAssigned ? String(word.dropFirst(name.count + 3)) : words.next()
            options.append((String(name), value))
        }
    }

    /// Takes an option that must be there, once.
    package mutating func required(_ name: String) throws(WorkerError) -> String {
        guard let value = try optional(name) else {
            throw WorkerError(.usage, "--\(name) is missing")
        }
        return value
    }

    /// Takes an option that may be there, once.
    package mutating func optional(_ name: String) throws(WorkerError) -> String? {
        let values = try takeAll(name)
        guard values.count < 2 else {
            throw WorkerError(.usage, "--\(name) is given \(values.count) times")
        }
        return values.first
    }

    /// Takes every `--name NAME=VALUE`, in order.
    package mutating func assignments(
        _ name: String
    ) throws(WorkerError) -> [(name: String, value: String)] {
        try takeAll(name).map { text throws(WorkerError) in
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw WorkerError(.usage, "--\(name) is '\(text)', not NAME=VALUE")
            }
            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
    }

    /// Checks that nothing is left over.
    package func finish() throws(WorkerError) {
        guard let word = options.first.map({ "--" + $0.name }) ?? strayWords.first else { return }
        throw WorkerError(.usage, "'\(word)' is not expected here")
    }

    private mutating func takeAll(_ name: String) throws(WorkerError) -> [String] {
        let values = options.filter { $0.name == name }.map(\.value)
        options.removeAll { $0.name == name }
        return try values.map { value throws(WorkerError) in
            guard let value else { throw WorkerError(.usage, "--\(name) has no value") }
            return value
        }
    }
}
