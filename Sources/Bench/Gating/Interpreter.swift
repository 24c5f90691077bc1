import Files

/// A program that runs other programs, and whose version affects their memory use.
struct Interpreter: Hashable {
    /// The name that all its versions share, such as `python` for `python3.11`.
    let name: String

    /// The interpreters that print their version for `--version`, keyed by the beginning of their
    /// name.
    private static let known = [
        "bun", "deno", "java", "julia", "node", "nodejs", "perl", "php", "pypy", "python",
        "Rscript", "ruby",
    ]

    /// Creates the interpreter at a path; `nil` for any other program.
    init?(of path: String) {
        let file = path.split(separator: "/").last.map(String.init) ?? ""
        let name = Self.known.first { name in
            file.hasPrefix(name) && file.dropFirst(name.count).allSatisfy(Self.isVersion)
        }
        guard let name else { return nil }
        self.name = name
    }

    private static func isVersion(_ character: Character) -> Bool {
        character.isASCII && (character.isNumber || character == ".")
    }

    /// Returns the first version in a text, such as `3.11.2` or `22`; `nil` if there is none.
    static func version(in text: String) -> String? {
        let words = text.split { !isVersion($0) }.map { word in
            String(word.drop { $0 == "." }.reversed().drop { $0 == "." }.reversed())
        }
        return words.first { $0.contains(".") } ?? words.first { !$0.isEmpty }
    }

    /// Returns the program that a command starts; after `env` and its variables, the next word.
    static func program(in words: [String]) -> String? {
        guard let first = words.first else { return nil }
        guard first == "env" || first.hasSuffix("/env") else { return first }
        return words.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") }
    }

    /// Returns the words of a script's first line, such as `#!/usr/bin/env python3`; empty for any
    /// other file.
    static func words(ofScript path: String) -> [String] {
        let bytes = (try? NamedInput.start(of: path, byteCountMaximum: 256)) ?? []
        guard bytes.starts(with: "#!".utf8) else { return [] }
        let line = bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        return String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
    }
}
