import CSVUpload
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import UploadService

/// A CSV file and its expected outcome.
struct CSVFile: Sendable {
    let directory: TemporaryDirectory
    let path: String
    let text: String

    /// Creates rows with a number and a text with quotes and line ends; every thousandth is
    /// malformed.
    init(rowCount: Int, seed: Int = 1) throws {
        directory = try TemporaryDirectory()
        var text = "number,text\n"
        for row in 0..<rowCount {
            let filling = String(repeating: "x", count: row * seed % 40)
            text += row % 1000 == 999 ? "\(row)\n" : "\(row),\"\(seed) \(filling)\r\n\"\"--b\"\n"
        }
        self.text = text
        path = try directory.write(text, to: "input.csv")
    }

    /// Returns the outcome of another database made from the file.
    func outcome(of database: String) throws -> VerifiedOutcome {
        try CSVUpload().verify(
            Artefact(
                input: path, output: database, datasetKind: "csv",
                settings: try Settings(for: CSVUpload().parameters)))
    }

    /// Returns the outcome of reading the file from disk.
    func expected() async throws -> VerifiedOutcome {
        let output = directory.path("expected.db")
        _ = try await Worker([CSVUpload()]).perform(
            arguments("streamed", output: output), progress: .unwatched())
        return try outcome(of: output)
    }

    func arguments(_ strategy: String, output: String, settings: [String] = []) -> [String] {
        [
            "run", "--pipeline", "csv-upload", "--strategy", strategy, "--dataset-kind", "csv",
            "--input", path, "--output", output,
        ] + settings.flatMap { ["--set", $0] }
    }
}

/// A form as text.
struct Form {
    var contentType = "multipart/form-data; boundary=b"
    var body: String

    /// Creates a form with a file.
    init(file text: String) {
        body = Self.part("note", "passed over") + Self.part("file", text) + "--b--\r\n"
    }

    /// Creates a form with this text.
    init(body: String) {
        self.body = body
    }

    static func part(_ name: String, _ text: String) -> String {
        "--b\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"a.csv\"\r\n\r\n\(text)\r\n"
    }

    /// Returns the request that sends the form.
    ///
    /// - Parameter byteCount: The declared length; by default the right one.
    func request(byteCount: Int? = nil) -> String {
        "POST /uploads HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n"
            + "content-type: \(contentType)\r\n"
            + "content-length: \(byteCount ?? body.utf8.count)\r\n\r\n" + body
    }
}

/// A service in this process.
struct Service: Sendable {
    let port: Int
    let directory: TemporaryDirectory
    /// Requests the service to stop.
    let stop: @Sendable () -> Void

    /// Runs `work` with a service, and waits for the service to end.
    static func running<Value: Sendable>(
        change: (inout UploadService.Configuration) -> Void = { _ in },
        work: @escaping @Sendable (Service) async throws -> Value
    ) async throws -> Value {
        let directory = try TemporaryDirectory()
        var configuration = UploadService.Configuration(folder: directory.path)
        change(&configuration)
        let service = try UploadService(configuration)
        return try await withRunningServer {
            try await service.run(onListening: $0, stop: $1)
        } work: { port, stop in
            try await work(Service(port: port, directory: directory, stop: stop))
        }
    }

    /// Returns a connection that has sent a text.
    func sending(_ text: String) throws -> RawConnection {
        let connection = try RawConnection(port: port)
        connection.send(text)
        return connection
    }

    /// Sends a form and returns the response.
    func answer(to form: Form, byteCount: Int? = nil) async throws -> HTTPAnswer {
        await HTTPAnswer(reading: try sending(form.request(byteCount: byteCount)))
    }

    func health() async throws -> [String: Any] {
        try await HTTPAnswer(to: "GET", "/health", port: port).json
    }

    /// Waits until no upload is running and `count` have failed.
    func waitForFailures(_ count: Int) async throws {
        for _ in 0..<4000 {
            let health = try await health()
            if health["uploads_failed"] as? Int == count, health["uploads_running"] as? Int == 0 {
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CancellationError()
    }

    /// Waits until the first upload has rows in its database.
    func waitForRows() async throws {
        for _ in 0..<4000 {
            let status = try await HTTPAnswer(to: "GET", "/uploads/1", port: port)
            if status.json["rows"] as? Int ?? 0 > 0 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CancellationError()
    }

    /// The names of the files in the folder.
    var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() }
    }
}
