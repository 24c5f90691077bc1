import Glibc

/// An order for the client of a measured server: one request, made by curl in a process that isn't
/// measured.
///
/// The strategy places the order once its server listens; the harness waits for it, and runs
/// `curl -q --config FILE`. The format is that of curl's configuration files, see curl(1).
package struct ClientOrder: Sendable {
    /// The lines of the configuration file.
    private let options: [(name: String, value: String?)]

    /// The order to send a file as a part of a form, as browsers do.
    ///
    /// The answer goes to standard output.
    ///
    /// - Parameters:
    ///   - file: Path of the file, which is read while it is sent.
    ///   - field: The part's name.
    ///   - url: Where it is sent to.
    package static func upload(file: String, field: String, to url: String) -> ClientOrder {
        // A part's value has its own quotes within those of the file's format.
        let part = "\(field)=@\(quoted(file));type=text/csv"
        // Who asks first waits for an answer; this server takes what it is sent.
        return ClientOrder(url: url, [("form", part), ("header", "Expect:")])
    }

    /// The order to fetch a file; an answer that isn't a success leaves no file.
    ///
    /// - Parameters:
    ///   - url: Where it is fetched from.
    ///   - path: Where it is written to.
    ///   - bytesPerSecond: The most that is read in a second; nil, the default, for as fast as it comes.
    package static func download(
        from url: String, to path: String, bytesPerSecond: Int? = nil
    ) -> ClientOrder {
        var options: [(name: String, value: String?)] = [("output", path)]
        if let bytesPerSecond { options.append(("limit-rate", "\(bytesPerSecond)")) }
        return ClientOrder(url: url, options)
    }

    private init(url: String, _ options: [(name: String, value: String?)]) {
        // Whatever proxy a machine has: the server is on the loopback interface.
        let everywhere = [
            ("url", url), ("noproxy", "*"), ("silent", nil), ("show-error", nil), ("fail", nil),
        ]
        self.options = everywhere + options
    }

    /// Writes the order where the harness waits for it, whole from the first moment.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func place(at path: String) throws(WorkerError) {
        let file = try UnfinishedOutput(at: path)
        let descriptor = try createFile(file.temporaryPath)
        defer { close(descriptor) }
        try writeAll(text, to: descriptor, path: path)
        try file.publish()
    }

    /// The configuration file.
    package var text: String {
        options.map { option in
            option.value.map { "\(option.name) = \(Self.quoted($0))\n" } ?? "\(option.name)\n"
        }.joined()
    }

    /// The reason why no client can be run here; nil if one can.
    package static var unavailableReason: String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        let isInstalled = folders.split(separator: ":").contains { folder in
            access("\(folder)/curl", X_OK) == 0
        }
        return isInstalled ? nil : "'curl', which is the server's client, is not installed"
    }

    private static func quoted(_ text: String) -> String {
        // By scalars: to Swift CR LF is one character, and so is a quote with an accent.
        let escapes: [Unicode.Scalar: String] = [
            "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
        ]
        return "\"" + text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() + "\""
    }
}
