import ArgumentParser
import Bench
import Files
import Glibc
import MemoryBudget
import Processes
import RunStore
import ScenarioFiles

/// `membudget init`: writes a scenario to start from.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a scenario to start from, for your command or for a shipped pipeline.",
        usage: "membudget init [--input <file>] [-- <command> ...]",
        discussion: """
            Writes Scenarios/NAME.yaml in the current folder, where NAME is the script's name. \
            The scenario works as it is, and its comments explain what to change. The data file in \
            the command becomes {input}; a scale of 10k means its first 10k records. The path of \
            the result becomes {output}. The data file is read, but no command is run; an \
            existing scenario is never overwritten. Without a command, the scenario is for the \
            pipeline csv-ingest.

              membudget init -- python3 import.py orders.csv out.db
              membudget init --input orders.csv -- ./import --from {input}
              membudget init
            """)

    @Option(
        help: ArgumentHelp(
            "Data file (default: the one in the command).",
            valueName: "file"), completion: .file())
    var input: String?

    @Argument(
        parsing: .postTerminator, help: "Command and its arguments, after --.",
        completion: .file())
    var command: [String] = []

    func run() throws {
        StopSignals.install()
        let progress = ProgressReporter(isQuiet: false)
        let scenario = try StartingScenario(command: command, input: input) { step in
            if let signal = StopSignals.last { throw Failure(interruptedBy: signal) }
            progress.show(.preparing(step, name: input ?? "the input"))
        }
        progress.clear()
        let name = scenario.template.name
        let path = "\(StartingScenario.folder)/\(name).yaml"
        guard FileKind(ofLink: path) == nil else {
            throw Failure(.cannotCreate, "\(path) already exists; move it, or edit it")
        }
        do throws(FileError) {
            try Directory.make(StartingScenario.folder)
            try AtomicFile.write(Array(scenario.template.text.utf8), to: path)
        } catch {
            throw Failure(.cannotCreate, error.description)
        }
        try printOutput("\(path)\n")
        for note in scenario.notes { printError(note) }
        for warning in scenario.warnings { printError("warning: \(warning)") }
        printError("next: membudget bench \(name)")
    }
}
