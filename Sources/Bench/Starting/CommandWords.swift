import Files
import MemoryBudget
import ScenarioFiles

/// The words of a command as typed, and with placeholders for a scenario.
struct CommandWords {
    /// The words as they were typed.
    let typed: [String]
    /// The words with placeholders instead of paths.
    private(set) var words: [String]
    /// The replaced texts as typed, each with its placeholder.
    private(set) var replaced: [(text: String, placeholder: CommandTemplate.Placeholder)] = []
    private let files: FileLookup

    /// Functions that examine files without reading them.
    struct FileLookup: Sendable {
        /// Returns whether a path names a regular file, possibly by a link.
        var isFile: @Sendable (String) -> Bool
        /// Returns whether a name's ending is that of data with records (true) or of other data
        /// (false); `nil` for other names.
        var hasRecords: @Sendable (String) -> Bool?
    }

    init(_ typed: [String], files: FileLookup) {
        self.typed = typed
        self.files = files
        words = typed
    }

    /// The words that name existing data files, without duplicates.
    var dataFiles: [String] {
        let found = arguments.map(\.value).filter {
            files.isFile($0) && files.hasRecords($0) != nil
        }.uniqued()
        let records = found.filter { files.hasRecords($0) == true }
        return records.isEmpty ? found : records
    }

    /// The words that look like the path of a program, a script or data with records, but name no
    /// file. The last word isn't one if it may be the result.
    var missingFiles: [String] {
        let missing = arguments.filter { argument in
            isPath(argument.value) && !files.isFile(argument.value)
                && (CommandName.isScript(argument.value)
                    || files.hasRecords(argument.value) == true)
        }
        let mayBeResult = missing.count > 1 && missing.last?.index == words.count - 1
        let program = words[0].contains("/") && !files.isFile(words[0]) ? [words[0]] : []
        return (program + (mayBeResult ? missing.dropLast() : missing[...]).map(\.value)).uniqued()
    }

    private func isPath(_ word: String) -> Bool {
        !word.hasPrefix("-") && !word.contains("{") && !word.contains("://")
            && !word.contains(where: \.isWhitespace)
    }

    /// The placeholders among the words.
    var placeholders: Set<String> { Set(words.flatMap(CommandTemplate.placeholders)) }

    /// Replaces a path by `{input}`.
    ///
    /// - Returns: Whether a word was that path.
    mutating func replaceInput(_ path: String) -> Bool {
        let wanted = Self.plain(path)
        let found = arguments.filter { Self.plain($0.value) == wanted }
        for argument in found { replace(argument, by: .input) }
        return !found.isEmpty
    }

    /// Replaces the path of the command's result by `{output}`: the word after `-o` or `--output`,
    /// or a last word after the input that looks like a file.
    mutating func replaceOutput() {
        guard !placeholders.contains(CommandTemplate.Placeholder.output.rawValue) else { return }
        if let named = arguments.first(where: isNamedOutput) {
            return replace(named, by: .output)
        }
        guard let last = arguments.last, last.prefix.isEmpty, last.index > 0,
            words[..<last.index].contains("{input}"), looksLikeResult(last.value)
        else { return }
        replace(last, by: .output)
    }

    /// Puts `{here}` before the relative paths of files, so that they are found from any folder.
    ///
    /// Absolute paths below the current folder are also changed, because they would name the same
    /// file in every checkout.
    ///
    /// - Parameters:
    ///   - prefix: The path from the scenario's folder to the current one, such as `{here}/..`.
    ///   - current: The current folder; default is that of the process.
    mutating func anchorFiles(at prefix: String, current: String = absolutePath(".")) {
        func relative(_ path: String) -> String {
            path.hasPrefix("\(current)/") ? "./\(path.dropFirst(current.count + 1))" : path
        }
        let program = relative(words[0])
        if program.contains("/"), !program.hasPrefix("/"), !program.hasPrefix("{") {
            words[0] = "\(prefix)/\(Self.plain(program))"
        }
        for argument in arguments {
            let path = relative(argument.value)
            guard !path.hasPrefix("/"), !path.contains("{"),
                path.contains(where: { "./".contains($0) }),
                files.isFile(path)
            else { continue }
            words[argument.index] = argument.prefix + "\(prefix)/\(Self.plain(path))"
        }
    }

    // MARK: Words

    /// An argument of the program, split if it is an option with a value, such as `--file=` and
    /// `orders.csv`.
    private struct Argument {
        let index: Int
        let prefix: String
        let value: String
    }

    private var arguments: [Argument] {
        words.enumerated().dropFirst().map { index, word in
            guard word.hasPrefix("-"), let equals = word.firstIndex(of: "=") else {
                return Argument(index: index, prefix: "", value: word)
            }
            return Argument(
                index: index, prefix: String(word[...equals]),
                value: String(word[word.index(after: equals)...]))
        }
    }

    private mutating func replace(_ argument: Argument, by placeholder: CommandTemplate.Placeholder)
    {
        replaced.append((argument.value, placeholder))
        words[argument.index] = argument.prefix + "{\(placeholder.rawValue)}"
    }

    private static let outputOptions: Set = ["-o", "--output", "--out"]

    private func isNamedOutput(_ argument: Argument) -> Bool {
        let name =
            argument.prefix.isEmpty ? words[argument.index - 1] : String(argument.prefix.dropLast())
        return Self.outputOptions.contains(name) && !argument.value.contains("{")
    }

    /// Returns whether a word has a known data ending, or an ending of letters and names no
    /// existing file.
    private func looksLikeResult(_ word: String) -> Bool {
        guard isPath(word), !CommandName.isScript(word) else { return false }
        if files.hasRecords(word) != nil { return true }
        let ending = word.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last
        return !files.isFile(word) && (1...8).contains(ending?.count ?? 0)
            && ending?.allSatisfy(\.isLetter) == true
    }

    /// Returns a path without its leading `./`.
    static func plain(_ path: String) -> String {
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        return String(rest)
    }
}
