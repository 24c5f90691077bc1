import ArgumentParser
import Judging
import Reports
import RunStore

/// `membudget compare`: compares two runs.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two runs, for each strategy and scale.",
        discussion: """
            BASE and HEAD are the folders of two runs. Differences between their machines are \
            listed first. The exit status is 0 whatever changed; to fail on a regression, use \
            'gate'.

              membudget compare .membudget/runs/before .membudget/runs/after
            """)

    @Argument(help: "Folder of the earlier run.", completion: .directory)
    var base: String

    @Argument(help: "Folder of the later run.", completion: .directory)
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
