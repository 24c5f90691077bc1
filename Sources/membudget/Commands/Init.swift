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
        abstract: "Write a scenario to start from, for a command or for a built-in pipeline.",
        usage: "membudget init [--input <file>] [-- <command> ...]",
        discussion: """
            Writes Scenarios/NAME.yaml here, named after the script. It works as it is, and its \
            comments say what to change. The data file that the command names becomes {input}, and \
            the scales are its first records; the result's path becomes {output}. The file is read, \
            nothing is started, and an existing scenario is never replaced.

              membudget init -- python3 import.py orders.csv out.db
              membudget init --input orders.csv -- ./import --from {input}
              membudget init
            """)

    @Option(
        help: ArgumentHelp(
            "File whose first records are the scales (default: the one the command names).",
            valueName: "file"), completion: .file())
    var input: String?

    @Argument(
        parsing: .postTerminator, help: "The command and its arguments, after --.",
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
        if let warning = scenario.warning { printError("warning: \(warning)") }
        printError("next: membudget bench \(name)")
    }
}
