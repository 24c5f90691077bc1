import ArgumentParser
import Dashboard
import Processes
import RunStore

/// `membudget dashboard`: the live page of a run that is over, or that another process runs.
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Serve the live page of a finished or running run.",
        discussion: """
            RUN is a run's directory. The page is served on 127.0.0.1 until the command is \
            interrupted; its address is printed on standard error. A run in progress is followed: \
            trials and verdicts appear as they are recorded. 'bench --live' shows the running trial too.

              membudget dashboard .membudget/runs/20261126T170000-4711
              membudget dashboard run --port 8080
            """)

    @Argument(help: "The directory of a run.", completion: .directory)
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
        // What can't be read is an error of the command, not of the page.
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
