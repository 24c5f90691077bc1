import ArgumentParser

/// The options of commands that can show a run in a browser while it goes on.
struct LiveOptions: ParsableArguments {
    @Flag(name: .customLong("live"), help: "Serve a page that shows the run while it goes on.")
    var isLive = false

    @Option(help: "Port of the page on 127.0.0.1 (default: a free one).")
    var port: Int?

    func validate() throws {
        guard let port else { return }
        guard isLive else { throw ValidationError("--port is the port of --live") }
        try Self.check(port)
    }

    /// Refuses what is no port.
    static func check(_ port: Int) throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("a port is a number from 0 to 65535")
        }
    }
}
