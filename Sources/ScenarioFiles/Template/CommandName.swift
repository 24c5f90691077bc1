/// The name of a command's scenario or strategy: that of its script, not of the program that runs it.
package enum CommandName {
    /// Endings that a script or program has and its name goes without.
    private static let endings: Set<String> = [
        "py", "js", "mjs", "cjs", "ts", "rb", "pl", "php", "sh", "bash", "r", "jl", "lua", "jar",
        "swift", "go", "exe",
    ]

    /// A valid name for a command.
    ///
    /// - Parameter isFile: Whether a word is the path of a file that is there.
    package static func name(of words: [String], isFile: (String) -> Bool) -> String {
        let arguments = words.dropFirst()
        let script =
            arguments.first(where: isScript)
            ?? moduleName(of: words)
            ?? (hasInterpreter(words) ? arguments.first { !$0.hasPrefix("-") && isFile($0) } : nil)
        return ScenarioName.nearest(to: stem(of: script ?? words.first ?? "")) ?? "my-command"
    }

    /// The same for several commands, in which no name occurs twice.
    package static func unique(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.map { name in
            var unique = name
            var number = 2
            while !taken.insert(unique).inserted {
                unique = "\(name)-\(number)"
                number += 1
            }
            return unique
        }
    }

    /// Whether a word names a script by its ending.
    package static func isScript(_ word: String) -> Bool {
        guard !word.hasPrefix("-"), !word.contains(where: \.isWhitespace),
            let ending = ending(of: word)
        else { return false }
        return endings.contains(ending)
    }

    /// The word behind `-m`, as in `python3 -m importer`.
    private static func moduleName(of words: [String]) -> String? {
        guard hasInterpreter(words), let flag = words.firstIndex(of: "-m"), flag + 1 < words.count
        else { return nil }
        return words[flag + 1]
    }

    /// Programs that run what the next word names, whatever follows the name: `python3.12`.
    private static let interpreters = [
        "python", "pypy", "node", "deno", "bun", "ruby", "perl", "php", "java", "julia", "lua",
        "Rscript",
    ]

    private static func hasInterpreter(_ words: [String]) -> Bool {
        let program = words.first?.split(separator: "/").last ?? ""
        return interpreters.contains { program.hasPrefix($0) }
    }

    private static func stem(of word: String) -> String {
        let file = word.split(separator: "/").last.map(String.init) ?? ""
        guard let ending = ending(of: file), endings.contains(ending) else { return file }
        return String(file.dropLast(ending.count + 1))
    }

    private static func ending(of word: String) -> String? {
        guard let point = word.lastIndex(of: "."), point != word.startIndex else { return nil }
        let ending = word[word.index(after: point)...].lowercased()
        return ending.isEmpty || ending.contains("/") ? nil : ending
    }
}
