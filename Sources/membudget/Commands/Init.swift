import ArgumentParser
import Files
import Glibc
import MemoryBudget
import RunStore
import ScenarioFiles

/// `membudget init`: writes a scenario to start from.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a scenario to start from, for a command or for a built-in pipeline.",
        discussion: """
            Writes Scenarios/NAME.yaml here; an existing file is never replaced.

              membudget init -- python3 import.py {input} {output}
            """)

    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
    var command: [String] = []

    func run() throws {
        let template = ScenarioTemplate(command: command)
        let path = "Scenarios/\(template.name).yaml"
        guard FileKind(ofLink: path) == nil else {
            throw Failure(.cannotCreate, "\(path) is there already; move it, or edit it")
        }
        do throws(FileError) {
            try Directory.make("Scenarios")
            try AtomicFile.write(Array(template.text.utf8), to: path)
        } catch {
            throw Failure(.cannotCreate, error.description)
        }
        try printOutput("\(path)\n")
        printError("edit it, then: membudget bench \(template.name)")
    }
}
