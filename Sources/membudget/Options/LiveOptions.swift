import ArgumentParser

/// The options of commands that can show a run in progress in a browser.
struct LiveOptions: ParsableArguments {
    @Flag(name: .customLong("live"), help: "Serve a web page that shows the run in progress.")
    var isLive = false

    @Option(
        help: ArgumentHelp(
            "Port of the --live page on 127.0.0.1 (default: a free one).", valueName: "port"),
        transform: parsePort)
    var port: Int?

    func validate() throws {
        guard port == nil || isLive else {
            throw ValidationError("--port is the port of the --live page; add --live")
        }
    }
}
