import MemoryBudget
import PipelineKit
import TicketExport

/// The client of a run: one download, as fast as a setting allows.
struct Client {
    /// The setting of its speed.
    static let parameter = Parameter(
        name: "client-kib-per-second", default: "0",
        about: "the most that the client reads in a second, in KiB; 0 for as fast as it can",
        kind: .integer(0...(1 << 20)))

    private let context: TrialContext
    private let path: String

    /// - Parameter takesBatch: Whether rows are read in batches.
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

    /// Has the download done from a port of the loopback interface: by whoever waits for the order,
    /// or else by whoever reads standard error.
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
