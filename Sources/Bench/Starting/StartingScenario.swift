package import Datasets
import Files
import MemoryBudget
package import ScenarioFiles

/// A scenario for a user's command, which `membudget init` writes and which runs unchanged.
///
/// ```swift
/// let scenario = try StartingScenario(
///     command: ["python3", "import.py", "orders.csv"], input: nil)
/// for note in scenario.notes { print(note) }
/// ```
package struct StartingScenario {
    /// The name and text of the scenario file.
    package let template: ScenarioTemplate
    /// The sentences that describe the replaced words.
    package let notes: [String]
    /// The warnings: about files that don't exist, and about trials that would overwrite each
    /// other's result.
    package let warnings: [String]

    /// The folder, below the current one, that the file is written to.
    package static let folder = "Scenarios"
    /// The path from that folder to the current one.
    private static let here = "{here}/.."

    /// Creates a scenario from a command's words and the file that it reads; nothing is run.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments as typed; empty for the scenario of a pipeline.
    ///   - input: The file that is divided into scales; `nil` selects the only data file among the
    ///     words.
    ///   - progress: Called while the file is read.
    /// - Throws: ``BenchError`` 64 for an input that the command doesn't read, or for several; the
    ///   errors of reading the file.
    package init(
        command: [String], input: String?, progress: DatasetProgress.Handler = { _ in }
    ) throws {
        guard !command.isEmpty else {
            guard input == nil else {
                throw BenchError(
                    .usage,
                    "--input needs the command that reads the file: membudget init --input FILE --"
                        + " python3 import.py {input}")
            }
            template = ScenarioTemplate()
            notes = []
            warnings = []
            return
        }
        var words = CommandWords(command, files: .local)
        let path = try Self.input(of: &words, named: input)
        words.replaceOutput()
        let file = try path.flatMap { try Self.file(at: $0, progress: progress) }
        if file == nil, let path, input == nil {
            // A format without records: the command reads the file itself.
            words = CommandWords(command, files: .local)
            words.replaceOutput()
            notes = ["\(path) can't be divided into scales; the command reads all of it"]
        } else {
            notes = words.replaced.map { "replaced \($0.text) with {\($0.placeholder.rawValue)}" }
        }
        let writes = words.placeholders.contains(CommandTemplate.Placeholder.output.rawValue)
        warnings =
            Self.warnings(aboutMissing: words.missingFiles) + (writes ? [] : [Self.withoutOutput])
        words.anchorFiles(at: Self.here)
        var scenario = CommandScenario(
            name: CommandName.name(of: command, isFile: FileKind.isRegular),
            arguments: words.words, data: file.map { .file($0) } ?? .none)
        if file == nil, words.placeholders.contains("input") { scenario.data = .generated }
        if writes { scenario.check = Self.check(beside: command) }
        template = ScenarioTemplate(scenario)
    }

    /// Returns the file that the command reads, which `{input}` replaces.
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

    /// Returns the records of a file; `nil` for a format without records.
    private static func file(
        at path: String, progress: DatasetProgress.Handler
    ) throws -> CommandScenario.File? {
        do {
            let file = try RecordFile(scanning: path, progress: progress)
            guard file.recordCount > 0 else {
                throw BenchError(
                    .noInput,
                    "'\(path)' has no \(file.format.unit)\(file.format == .lines ? "" : " below its header"),"
                        + " so there are no scales to measure; add some, or name another file with"
                        + " --input")
            }
            let isAbsolute = path.hasPrefix("/")
            return CommandScenario.File(
                path: isAbsolute ? path : "../\(CommandWords.plain(path))",
                records: file.recordCount, bytes: file.byteCount, unit: file.format.unit)
        } catch let error as DatasetError where error.code == .notDivisible {
            return nil
        }
    }

    private static let withoutOutput =
        "no argument was replaced by {output}: if the command writes a file, write {output} instead"
        + " of its path; otherwise every trial overwrites that file"

    /// Returns the warnings about files of the command that don't exist.
    private static func warnings(aboutMissing files: [String]) -> [String] {
        files.map { "'\($0)' doesn't exist; create it before the first run, or correct its path" }
    }

    private static let checkNames = ["check.py", "verify.py"]

    /// Returns the check script next to the command's own script, recognized by its name.
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
    /// Returns whether a path names a regular file, possibly by a link.
    static func isRegular(_ path: String) -> Bool { FileKind(of: path) == .regular }
}

extension CommandWords.FileLookup {
    /// The lookup in this machine's file system.
    static let local = CommandWords.FileLookup(
        isFile: FileKind.isRegular, hasRecords: { RecordFormat.hasRecords(named: $0) })
}
