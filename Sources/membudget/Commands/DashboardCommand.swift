import ArgumentParser
import Dashboard
import Processes
import RunStore

/// `membudget dashboard`: serves the live page of a finished run, or of one in another process.
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Serve a web page that shows a run, finished or in progress.",
        discussion: """
            RUN is the folder of a run. The page is served on 127.0.0.1 until you press Ctrl-C; \
            its address is printed on standard error. If the run is in progress, trials and \
            verdicts appear as they are recorded. 'bench --live' also shows the trial that is \
            running.

              membudget dashboard .membudget/runs/20261126T170000-4711
              membudget dashboard run --port 8080
            """)

    @Argument(help: "Folder of the run.", completion: .directory)
    var run: String

    @Option(
        help: ArgumentHelp(
            "Port of the page on 127.0.0.1 (default: a free one).", valueName: "port"),
        transform: parsePort)
    var port: Int?

    func run() async throws {
        let directory = try RunDirectory(reading: run)
        let dashboard = Dashboard(path: directory.path)
        var follower = RunFollower(directory, on: dashboard)
        // An unreadable run is an error of the command, not a note on the page.
        try follower.look()
        StopSignals.install()
        try await DashboardServer(dashboard, port: port ?? 0).serving {
            var lastProblem: String?
            while StopSignals.last == nil {
                try await Task.sleep(for: .milliseconds(RunFollower.intervalMilliseconds))
                do throws(RunStoreError) {
                    try follower.look()
                } catch {
                    if lastProblem != "\(error)" { dashboard.note("\(error)") }
                    lastProblem = "\(error)"
                }
            }
        }
    }
}
