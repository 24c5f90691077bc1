/// The name of a command's scenario or strategy, taken from its script rather than its interpreter.
package enum CommandName {
    /// The extensions of scripts and programs, which are left out of names.
    private static let endings: Set<String> = [
        "py", "js", "mjs", "cjs", "ts", "rb", "pl", "php", "sh", "bash", "r", "jl", "lua", "jar",
        "swift", "go", "exe",
    ]

    /// Returns a valid name for a command.
    ///
    /// - Parameter isFile: A function that returns whether a word is the path of an existing file.
    package static func name(of words: [String], isFile: (String) -> Bool) -> String {
        let arguments = words.dropFirst()
        let script =
            arguments.first(where: isScript)
            ?? moduleName(of: words)
            ?? (hasInterpreter(words) ? arguments.first { !$0.hasPrefix("-") && isFile($0) } : nil)
        return ScenarioName.nearest(to: stem(of: script ?? words.first ?? "")) ?? "my-command"
    }

    /// Returns the names with duplicates made unique.
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

    /// Returns whether a word has the extension of a script.
    package static func isScript(_ word: String) -> Bool {
        guard !word.hasPrefix("-"), !word.contains(where: \.isWhitespace),
            let ending = ending(of: word)
        else { return false }
        return endings.contains(ending)
    }

    /// Returns the word after `-m`, as in `python3 -m importer`.
    private static func moduleName(of words: [String]) -> String? {
        guard hasInterpreter(words), let flag = words.firstIndex(of: "-m"), flag + 1 < words.count
        else { return nil }
        return words[flag + 1]
    }

    /// The programs that run the script in their next argument; versions such as `python3.12` count
    /// too.
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
