import PipelineKit
import ServiceProcess
import UploadService

/// The upload of CSV files.
struct CSVUploads: Service {
    static let name = "upload"
    static let usage =
        "upload --folder DIR [--port 0] [--max-bytes 17179869184] [--batch 1000]"
    static let about = [
        "Loads CSV files sent to 127.0.0.1, each into an SQLite database of its own in the folder.",
        "Prints its port (0: a free one). --max-bytes limits a request; a commit has --batch rows.",
        "curl -F file=@products.csv http://127.0.0.1:PORT/uploads",
    ]

    private let service: UploadService

    init(_ words: [String]) throws {
        var reader = ArgumentReader(words)
        var configuration = UploadService.Configuration(folder: try reader.required("folder"))
        configuration.port = try reader.port()
        if let count = try Self.count("max-bytes", from: &reader) {
            configuration.byteCountMax = count
        }
        if let count = try Self.count("batch", from: &reader) {
            configuration.batchRowCount = count
        }
        try reader.finish()
        service = try UploadService(configuration)
    }

    func run() async throws {
        try await service.run {
            ServiceProcess.announce(port: $0)
        } stop: {
            try await ServiceProcess.waitForStop()
        }
    }

    private static func count(
        _ name: String, from reader: inout ArgumentReader
    ) throws(WorkerError) -> Int? {
        guard let text = try reader.optional(name) else { return nil }
        guard let count = Int(text), count > 0 else {
            throw WorkerError(.usage, "--\(name) is '\(text)', not a whole number of at least 1")
        }
        return count
    }
}
