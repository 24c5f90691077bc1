import ArgumentParser
import MemoryBudget
import Processes

/// The arguments, checked for typos before the parser reads them.
enum TypedArguments {
    /// Throws for an unknown command or option, and suggests the one that was probably meant.
    ///
    /// - Throws: ``Failure`` 64.
    static func check(_ arguments: [String]) throws(Failure) {
        let isHelp = arguments.first == "help"
        guard let word = isHelp ? arguments.dropFirst().first : arguments.first else { return }
        if let near = nearest(to: word, among: ownOptions), near != word {
            throw Failure(.usage, "unknown option '\(word)'; did you mean '\(near)'?")
        }
        if !word.hasPrefix("-"), !names.contains(word) {
            throw Failure(.usage, unknown(word, isHelp: isHelp, rest: arguments))
        }
        if word == Init._commandName, !isHelp { try checkMark(Array(arguments.dropFirst())) }
    }

    /// The names of all commands, including the parser's own.
    private static var names: [String] {
        Membudget.configuration.subcommands.map { $0._commandName } + ["help"]
    }

    /// The options that don't need a command.
    private static let ownOptions = ["--version", "--help"]

    /// Returns the command that shows the help for arguments with a mistake.
    static func helpCommand(for arguments: [String]) -> String {
        let name = arguments.first.flatMap { names.contains($0) ? $0 : nil }
        return (["membudget", name].compactMap(\.self) + ["--help"]).joined(separator: " ")
    }

    private static func unknown(_ word: String, isHelp: Bool, rest: [String]) -> String {
        let hint: String
        if let near = nearest(to: word, among: names) {
            hint = "did you mean '\(near)'?"
        } else if word.contains("/") || rest.count > 1, !isHelp {
            hint = "to measure a program: membudget run -- \(shellWords(rest))"
        } else {
            hint = "'membudget --help' lists the commands"
        }
        return "unknown command '\(word)'; \(hint)"
    }

    /// Throws if the command of `init` is not after `--`, because its options could be confused
    /// with ours.
    private static func checkMark(_ arguments: [String]) throws(Failure) {
        guard !arguments.contains("--") else { return }
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--input" { rest = rest.dropFirst() }
            guard !word.hasPrefix("-") else { continue }
            throw Failure(
                .usage,
                "write the command after --, as in: membudget init -- "
                    + shellWords([word] + rest))
        }
    }

    /// The error message for `run` without a command after `--`.
    static var missingCommand: String {
        let words = ProgramArguments.texts.dropFirst(2)
        let command = words.first.map { $0.hasPrefix("-") } ?? true ? ["ls", "-l"] : Array(words)
        return "no command; write it after --, as in: membudget run -- \(shellWords(command))"
    }
}
