import ArgumentParser

/// The options of commands that can show a run in a browser while it goes on.
struct LiveOptions: ParsableArguments {
    @Flag(name: .customLong("live"), help: "Serve a page that shows the run as it happens.")
    var isLive = false

    @Option(
        help: ArgumentHelp(
            "Port of the page on 127.0.0.1 (default: a free one).", valueName: "port"),
        transform: parsePort)
    var port: Int?

    func validate() throws {
        guard port == nil || isLive else {
            throw ValidationError("--port is the port of --live; add --live")
        }
    }
}
