/// The options of a command: `--name value` or `--name=value`, in any order.
///
/// It is a parser of its own, because a worker links as few libraries as possible.
package struct ArgumentReader: Sendable {
    private var options: [(name: String, value: String?)] = []
    private var strayWords: [String] = []

    /// Parses the words of a command line.
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

    /// Returns the value of a required option.
    package mutating func required(_ name: String) throws(WorkerError) -> String {
        guard let value = try optional(name) else {
            throw WorkerError(.usage, "--\(name) is missing")
        }
        return value
    }

    /// Returns the value of an optional option; `nil` if it is missing.
    package mutating func optional(_ name: String) throws(WorkerError) -> String? {
        let values = try takeAll(name)
        guard values.count < 2 else {
            throw WorkerError(.usage, "--\(name) is given \(values.count) times")
        }
        return values.first
    }

    /// Returns all values of an option of the form `--name NAME=VALUE`, in order.
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

    /// Checks that no words are left.
    package func finish() throws(WorkerError) {
        guard let word = options.first.map({ "--" + $0.name }) ?? strayWords.first else { return }
        throw WorkerError(.usage, "unexpected argument '\(word)'")
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
