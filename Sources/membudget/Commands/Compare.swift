import ArgumentParser
import Judging
import Reports
import RunStore

/// `membudget compare`: two runs side by side.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two runs, cell by cell.",
        discussion: """
            BASE and HEAD are run directories. The status is 0 whatever changed: 'gate' is what \
            fails. Machine differences are listed first.

              membudget compare .membudget/runs/before .membudget/runs/after
            """)

    @Argument(help: "The directory of the earlier run.", completion: .directory)
    var base: String

    @Argument(help: "The directory of the later run.", completion: .directory)
    var head: String

    @Option(
        help: ArgumentHelp(
            "Format of the comparison: \(consoleChoice.list) (default: terminal).",
            valueName: "format"), completion: consoleChoice.completion,
        transform: consoleChoice.parse)
    var format: any ConsoleRenderer = TerminalReport()

    func run() async throws {
        let runs = try [base, head].map { try RunDirectory(reading: $0).record() }
        let comparison = RunComparison(of: runs[1], against: runs[0])
        try printOutput(format.text(of: comparison, style: .forStandardOutput))
    }
}
