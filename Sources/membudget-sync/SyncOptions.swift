import HTTPClient
import OpportunitySync
import PipelineKit
import ServiceProcess

/// The command line of the service.
struct SyncOptions {
    /// The source's base URL.
    let source: HTTPBase
    /// The source as given.
    let sourceName: String
    /// The path of the database.
    let database: String
    /// The name of the strategy.
    let strategy: String
    /// The port to listen on; 0 for a free one.
    let port: Int
    /// The settings of the syncs.
    let settings: SyncSettings

    static let usage = """
        usage: membudget-sync --source http://ADDRESS:PORT/N --database PATH [--port 0]
               [--strategy generation-sweep] \(SyncSettings.parameters.map(option).joined(separator: " "))
        """

    /// Parses a command line.
    ///
    /// - Throws: ``WorkerError``.
    init(_ words: some Sequence<String>) throws(WorkerError) {
        var reader = ArgumentReader(words)
        sourceName = try reader.required("source")
        guard let base = HTTPBase(sourceName) else {
            throw WorkerError(
                .usage,
                "--source is '\(sourceName)', not http://ADDRESS:PORT/N with a numeric address"
            )
        }
        source = base
        database = try reader.required("database")
        strategy = try reader.optional("strategy") ?? "generation-sweep"
        port = try reader.port()
        var assignments: [(name: String, value: String)] = []
        for parameter in SyncSettings.parameters {
            guard let value = try reader.optional(parameter.name) else { continue }
            assignments.append((parameter.name, value))
        }
        settings = SyncSettings(try Settings(assignments, for: SyncSettings.parameters))
        try reader.finish()
    }

    private static func option(_ parameter: Parameter) -> String {
        "[--\(parameter.name) \(parameter.defaultValue)]"
    }
}
