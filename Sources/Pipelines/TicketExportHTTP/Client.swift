import MemoryBudget
import PipelineKit
import TicketExport

/// The client of a run: one download, at a speed that a setting may limit.
struct Client {
    /// The declaration of the setting that limits the speed.
    static let parameter = Parameter(
        name: "client-kib-per-second", default: "0",
        about: "maximum download speed of the client, in KiB per second; 0 for no limit",
        kind: .integer(0...(1 << 20)))

    private let context: TrialContext
    private let path: String

    /// - Parameter takesBatch: Whether the strategy reads rows in batches.
    init(_ context: TrialContext, takesBatch: Bool) throws(WorkerError) {
        let selection = TicketSelection(context.settings)
        let format = try ExportFormat(context.settings, for: selection.query)
        var parameters: [String] = []
        if selection.query == .filtered { parameters.append("status=\(selection.status)") }
        if let limit = selection.limit { parameters.append("limit=\(limit)") }
        if takesBatch { parameters.append("batch=\(context.settings.integer("batch"))") }
        let query = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
        path = "/\(Self.name(of: selection.query)).\(format.rawValue)" + query
        self.context = context
    }

    /// Has the harness's client download the export from a port of the loopback interface.
    ///
    /// Without a harness it reports the URL on standard error, for a person to download.
    func download(port: Int) throws(WorkerError) {
        let url = "http://127.0.0.1:\(port)\(path)"
        let kibibytesPerSecond = context.settings.integer(Self.parameter.name)
        try context.callClient(
            for: .download(
                from: url, to: context.output,
                bytesPerSecond: kibibytesPerSecond == 0 ? nil : kibibytesPerSecond << 10),
            work: "one download of \(url)")
    }

    private static func name(of query: TicketQuery) -> String {
        query == .all ? "tickets" : query.rawValue
    }
}
