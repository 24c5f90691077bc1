import Datasets
import Files
import MemoryBudget
import ScenarioFiles

/// A scenario made of the commands of `--command`.
struct CommandLineScenario {
    private let lines: [String]
    private let check: CommandLineCheck?
    private let selection: Selection

    /// The advice if a file can't be divided into scales.
    static let wholeAdvice = "or omit --scale to use all of it"

    /// Creates the scenario of some settings; `nil` if they name no command.
    init?(_ settings: BenchSettings) {
        guard !settings.commands.isEmpty else { return nil }
        lines = settings.commands
        check = settings.verify.map { CommandLineCheck(text: $0, lines: settings.commands) }
        selection = settings.selection
    }

    /// Returns the scenario, with the scales of `--scale` or else those that fit the file; without
    /// a file if all of it is the only scale.
    ///
    /// - Throws: ``BenchError`` 64 for a line that can't be split or has no data; the errors of
    ///   reading the input.
    func adHoc(progress: DatasetProgress.Handler) throws -> AdHocScenario {
        let commands = try commands()
        let scales = selection.scales.sorted().uniqued(by: \.units)
        var scenario = AdHocScenario(
            commands: commands, scales: scales, verification: try check?.verification(of: commands))
        try checkPlaceholders(of: commands, at: scales)
        guard let input = selection.input else { return scenario }
        guard let file = try file(at: input, progress: progress) else { return scenario }
        guard file.recordCount > 0 else {
            throw BenchError(.noInput, "'\(input)' has no records")
        }
        scenario.file = AdHocScenario.File(path: input, unit: file.format.unit)
        if scales.isEmpty { scenario.scales = ScaleLadder.scales(upTo: file.recordCount) }
        return scenario
    }

    /// Parses the text of a scenario; its mistakes are reported as mistakes in the options.
    ///
    /// - Throws: ``BenchError`` 64 with every mistake.
    func scenario(_ adHoc: AdHocScenario, parser: ScenarioParser) throws -> Scenario {
        do throws(InvalidScenario) {
            return try parser.parse(adHoc.text, path: "")
        } catch {
            let messages = error.diagnostics.map(\.message).uniqued()
            throw BenchError(
                .usage,
                "--command\(check == nil ? "" : " with --verify"): "
                    + messages.joined(separator: "; "))
        }
    }

    /// Returns the records of the file; `nil` for a format without records, which is used whole.
    private func file(
        at path: String, progress: DatasetProgress.Handler
    ) throws -> RecordFile? {
        do {
            return try RecordFile(scanning: path, progress: progress)
        } catch let error as DatasetError where error.code == .notDivisible {
            guard selection.scales.isEmpty else { throw error.adding(Self.wholeAdvice) }
            return nil
        }
    }

    // MARK: Words

    private func commands() throws(BenchError) -> [AdHocScenario.Command] {
        var words: [[String]] = []
        for line in lines { words.append(try Self.words(of: line, option: "--command")) }
        let names = CommandName.unique(
            words.map { CommandName.name(of: $0, isFile: FileKind.isRegular) })
        return zip(names, words).map { AdHocScenario.Command(name: $0, words: $1) }
    }

    /// Returns the words of a command in an option.
    ///
    /// - Throws: ``BenchError`` 64 for an unclosed quote, a missing program or a misspelled
    ///   placeholder.
    static func words(
        of line: String, option: String
    ) throws(BenchError) -> [String] {
        let words: [String]
        do throws(ShellWordReader.Mistake) {
            words = try ShellWordReader.words(of: line)
        } catch {
            throw BenchError(.usage, "\(option) '\(line)', \(error)")
        }
        guard words.first?.isEmpty == false else {
            throw BenchError(.usage, "\(option) '\(line)' names no program")
        }
        try checkSpelling(of: words, in: line, option: option)
        return words
    }

    /// Checks that no word in braces is a misspelled placeholder; other words are left as they are,
    /// such as those of an `awk` program.
    ///
    /// - Throws: ``BenchError`` 64 with the placeholder that was probably meant.
    private static func checkSpelling(
        of words: [String], in line: String, option: String
    ) throws(BenchError) {
        let known = CommandTemplate.Placeholder.allCases.map(\.rawValue)
        let unknown = words.flatMap(CommandTemplate.placeholders).filter { !known.contains($0) }
        for name in unknown {
            guard let meant = nearest(to: name, among: known) else { continue }
            throw BenchError(
                .usage,
                "\(option) '\(line)': unknown placeholder '{\(name)}'; did you mean '{\(meant)}'?"
                    + " If not, put the command into a script")
        }
    }

    /// Checks that each command reads its data, and that scales make a difference.
    private func checkPlaceholders(
        of commands: [AdHocScenario.Command], at scales: [Scale]
    ) throws(BenchError) {
        let used = commands.map { Set($0.words.flatMap(CommandTemplate.placeholders)) }
        if let input = selection.input {
            guard let index = used.firstIndex(where: { !$0.contains("input") }) else { return }
            throw BenchError(
                .usage,
                "--command '\(lines[index])' doesn't read --input \(input): write {input} where its"
                    + " path belongs")
        }
        if used.contains(where: { $0.contains("scale") }), scales.isEmpty {
            throw BenchError(.usage, "a --command uses {scale}; give --scale, such as 10k")
        }
        guard scales.count > 1,
            let index = used.firstIndex(where: { $0.isDisjoint(with: ["scale", "input"]) })
        else { return }
        throw BenchError(
            .usage,
            "--command '\(lines[index])' is the same at all \(scales.count) scales of --scale: write"
                + " {scale} where its size belongs, or leave out --scale")
    }
}
