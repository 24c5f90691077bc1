package import Datasets
import Files
import MemoryBudget
package import ScenarioFiles

/// The scenario that `init` writes for a command of the user's: it works as it is.
package struct StartingScenario {
    /// The name and the text of its file.
    package let template: ScenarioTemplate
    /// Sentences about the words that were replaced.
    package let notes: [String]
    /// A sentence for a command whose result has no place of its own in each trial; nil for others.
    package let warning: String?

    /// The folder, below the current one, in which the file is written.
    package static let folder = "Scenarios"
    /// The way back from there.
    private static let here = "{here}/.."

    /// Looks at a command's words and at the file that it reads; nothing is started.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments as they are typed; empty for the scenario of a pipeline.
    ///   - input: The file whose first records are a scale; nil takes the only data file among the words.
    ///   - progress: Told while the file is read.
    /// - Throws: ``BenchError`` 64 for an input that the command doesn't read, or for several; what reading
    ///   the file throws.
    package init(
        command: [String], input: String?, progress: DatasetProgress.Handler = { _ in }
    ) throws {
        guard !command.isEmpty else {
            guard input == nil else {
                throw BenchError(
                    .usage,
                    "--input is a file that a command reads; add the command: membudget init --input"
                        + " FILE -- python3 import.py {input}")
            }
            template = ScenarioTemplate()
            notes = []
            warning = nil
            return
        }
        var words = CommandWords(command, files: .local)
        let path = try Self.input(of: &words, named: input)
        words.replaceOutput()
        let file = try path.flatMap { try Self.file(at: $0, progress: progress) }
        if file == nil, let path, input == nil {
            // A format without records: the command goes on reading the file itself.
            words = CommandWords(command, files: .local)
            words.replaceOutput()
            notes = ["\(path) can't be divided into scales; the command reads all of it"]
        } else {
            notes = words.replaced.map { "\($0.text) became {\($0.placeholder.rawValue)}" }
        }
        let writes = words.placeholders.contains(CommandTemplate.Placeholder.output.rawValue)
        warning = writes ? nil : Self.withoutOutput
        words.anchorFiles(at: Self.here)
        var scenario = CommandScenario(
            name: CommandName.name(of: command, isFile: FileKind.isRegular),
            arguments: words.words, data: file.map { .file($0) } ?? .none)
        if file == nil, words.placeholders.contains("input") { scenario.data = .generated }
        if writes { scenario.check = Self.check(beside: command) }
        template = ScenarioTemplate(scenario)
    }

    /// The file that the command reads, in whose place `{input}` is put.
    private static func input(
        of words: inout CommandWords, named input: String?
    ) throws(BenchError) -> String? {
        if let input {
            guard words.replaceInput(input) || words.placeholders.contains("input") else {
                throw BenchError(
                    .usage,
                    "the command doesn't name '\(input)'; write {input} where its path belongs")
            }
            return input
        }
        guard !words.placeholders.contains("input") else { return nil }
        let found = words.dataFiles
        guard found.count < 2 else {
            throw BenchError(
                .usage,
                "the command names several data files (\(found.joined(separator: ", "))); say which"
                    + " one grows with the scale: --input \(found[0])")
        }
        guard let path = found.first, words.replaceInput(path) else { return nil }
        return path
    }

    /// Counts the records of a file; nil for a format that has none.
    private static func file(
        at path: String, progress: DatasetProgress.Handler
    ) throws -> CommandScenario.File? {
        do {
            let file = try RecordFile(scanning: path, progress: progress)
            let isAbsolute = path.hasPrefix("/")
            return CommandScenario.File(
                path: isAbsolute ? path : "../\(CommandWords.plain(path))",
                records: file.recordCount, bytes: file.byteCount, unit: file.format.unit)
        } catch let error as DatasetError where error.code == .notDivisible {
            return nil
        }
    }

    private static let withoutOutput =
        "nothing became {output}: if the command writes a file, put {output} in place of its path, or"
        + " every trial overwrites that file"
    private static let checkNames = ["check.py", "verify.py"]

    /// A script beside the command's that is named for what it does.
    private static func check(beside command: [String]) -> [String]? {
        guard let script = command.dropFirst().first(where: CommandName.isScript) else {
            return nil
        }
        let folder = script.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .map { "\($0)/" }.joined()
        let program = command[0].contains("python") ? command[0] : "python3"
        guard let name = checkNames.first(where: { FileKind.isRegular(folder + $0) }),
            folder + name != script
        else { return nil }
        var words = CommandWords([program, folder + name], files: .local)
        words.anchorFiles(at: here)
        return words.words + ["{input}", "{output}"]
    }
}

extension FileKind {
    /// Whether a path names a regular file, also by a link.
    static func isRegular(_ path: String) -> Bool { FileKind(of: path) == .regular }
}

extension CommandWords.FileLookup {
    /// The files of this machine.
    static let local = CommandWords.FileLookup(
        isFile: FileKind.isRegular, hasRecords: { RecordFormat.hasRecords(named: $0) })
}
