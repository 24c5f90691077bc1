import Datasets
import Files
import MemoryBudget
import ScenarioFiles

/// The commands of `--command`, as a scenario.
struct CommandLineScenario {
    private let lines: [String]
    private let selection: Selection

    /// The scenario of some settings; nil if they name no command.
    init?(_ settings: BenchSettings) {
        guard !settings.commands.isEmpty else { return nil }
        lines = settings.commands
        selection = settings.selection
    }

    /// The scenario, with the scales of `--scale` or else those that fit the file.
    ///
    /// - Throws: ``BenchError`` 64 for a line that can't be split or lacks data; what reading the input
    ///   throws.
    func adHoc(progress: DatasetProgress.Handler) throws -> AdHocScenario {
        let commands = try commands()
        let used = commands.map { Set($0.words.flatMap(CommandTemplate.placeholders)) }
        guard let input = selection.input else {
            if used.contains(where: { $0.contains("scale") }), selection.scales.isEmpty {
                throw BenchError(.usage, "a --command uses {scale}; give --scale, such as 10k")
            }
            return AdHocScenario(commands: commands, scales: selection.scales.sorted())
        }
        if let index = used.firstIndex(where: { !$0.contains("input") }) {
            throw BenchError(
                .usage,
                "--command '\(lines[index])' doesn't read --input \(input): write {input} where its"
                    + " path belongs")
        }
        let file = try RecordFile(scanning: input, progress: progress)
        let scales =
            selection.scales.isEmpty
            ? ScaleLadder.scales(upTo: file.recordCount) : selection.scales.sorted()
        guard !scales.isEmpty else {
            throw BenchError(.noInput, "'\(input)' has no records")
        }
        return AdHocScenario(
            commands: commands,
            file: AdHocScenario.File(path: input, unit: file.format.unit), scales: scales)
    }

    private func commands() throws(BenchError) -> [AdHocScenario.Command] {
        var words: [[String]] = []
        for line in lines {
            do throws(ShellWordReader.Mistake) {
                words.append(try ShellWordReader.words(of: line))
            } catch {
                throw BenchError(.usage, "--command '\(line)', \(error)")
            }
        }
        if let empty = words.firstIndex(where: { $0.first?.isEmpty ?? true }) {
            throw BenchError(.usage, "--command '\(lines[empty])' names no program")
        }
        let names = CommandName.unique(
            words.map { CommandName.name(of: $0, isFile: FileKind.isRegular) })
        return zip(names, words).map { AdHocScenario.Command(name: $0, words: $1) }
    }
}
