import Glibc

/// A request that the client of a measured server makes: curl, in a process that isn't measured.
///
/// The strategy places the order once its server listens; the harness waits for it and runs
/// `curl -q --config FILE`. The format is that of curl's configuration files, see curl(1).
///
/// ```swift
/// let url = "http://127.0.0.1:9200/tickets.csv"
/// try ClientOrder.download(from: url, to: "tickets.csv").place(at: "client.order")
/// ```
package struct ClientOrder: Sendable {
    /// The lines of the configuration file.
    private let options: [(name: String, value: String?)]

    /// Creates an order to upload a file as a part of a form, as browsers do.
    ///
    /// The answer is written to standard output.
    ///
    /// - Parameters:
    ///   - file: The path of the file, which is read during the upload.
    ///   - field: The name of the form's part.
    ///   - url: The URL to upload to.
    package static func upload(file: String, field: String, to url: String) -> ClientOrder {
        // The part's value has its own quotes within the quotes of the configuration file.
        let part = "\(field)=@\(quoted(file));type=text/csv"
        // An empty Expect header makes curl send the body without waiting for "100 Continue".
        return ClientOrder(url: url, [("form", part), ("header", "Expect:")])
    }

    /// Creates an order to download a file; an unsuccessful answer leaves no file.
    ///
    /// - Parameters:
    ///   - url: The URL to download from.
    ///   - path: The path of the downloaded file.
    ///   - bytesPerSecond: The maximum speed; `nil`, the default, for no limit.
    package static func download(
        from url: String, to path: String, bytesPerSecond: Int? = nil
    ) -> ClientOrder {
        var options: [(name: String, value: String?)] = [("output", path)]
        if let bytesPerSecond { options.append(("limit-rate", "\(bytesPerSecond)")) }
        return ClientOrder(url: url, options)
    }

    private init(url: String, _ options: [(name: String, value: String?)]) {
        // The server is on the loopback interface, so that proxies must not be used.
        let everywhere = [
            ("url", url), ("noproxy", "*"), ("silent", nil), ("show-error", nil), ("fail", nil),
        ]
        self.options = everywhere + options
    }

    /// Writes the order to the path where the harness waits for it, atomically.
    ///
    /// - Throws: ``WorkerError`` with code `io`.
    package func place(at path: String) throws(WorkerError) {
        let file = try UnfinishedOutput(at: path)
        let descriptor = try createFile(file.temporaryPath)
        defer { close(descriptor) }
        try writeAll(text, to: descriptor, path: path)
        try file.publish()
    }

    /// The text of the configuration file.
    package var text: String {
        options.map { option in
            option.value.map { "\(option.name) = \(Self.quoted($0))\n" } ?? "\(option.name)\n"
        }.joined()
    }

    /// The reason why no client can run on this machine; `nil` if one can.
    package static var unavailableReason: String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        let isInstalled = folders.split(separator: ":").contains { folder in
            access("\(folder)/curl", X_OK) == 0
        }
        return isInstalled ? nil : "'curl', which is the server's client, is not installed"
    }

    private static func quoted(_ text: String) -> String {
        // By Unicode scalars: as Swift characters, CR LF is one, and so is a quote with an accent.
        let escapes: [Unicode.Scalar: String] = [
            "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
        ]
        return "\"" + text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() + "\""
    }
}
