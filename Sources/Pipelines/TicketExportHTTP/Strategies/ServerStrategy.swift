import HTTPServing
import PipelineKit
import TicketExport
import TicketService

/// A strategy of this pipeline; strategies differ in how rows are read and sent, not in the server.
protocol ServerStrategy: Strategy {
    /// Whether the strategy reads rows in batches.
    var takesBatch: Bool { get }

    /// Returns the way in which rows are read and sent.
    func delivery(_ context: TrialContext) -> any ExportDelivery
}

extension ServerStrategy {
    var usesClient: Bool { true }
    var takesBatch: Bool { false }

    /// Serves one download and ends.
    func run(_ context: TrialContext) async throws {
        let client = try Client(context, takesBatch: takesBatch)
        let outcome = SingleOutcome()
        var configuration = TicketServer.Configuration(database: context.input)
        // A slow client is what is measured; the harness limits the time of a run.
        configuration.stallMillisecondsMax = configuration.bounds.answerMillisecondsMax
        configuration.progress = context.progress
        configuration.delivery = delivery(context)
        configuration.onEnd = { end in
            outcome.end(with: Result { try end.check(context) })
        }
        try await TicketServer(configuration).run { port in
            do {
                context.progress.phase("export")
                try client.download(port: port)
            } catch {
                outcome.end(with: .failure(error))
            }
        } stop: {
            await outcome.wait()
        }
        try outcome.result?.get()
    }
}

extension ExportEnd {
    /// Reports an empty export, and throws the error of an incomplete one.
    fileprivate func check(_ context: TrialContext) throws {
        switch self {
        case .complete: break
        case .empty: TicketSelection(context.settings).sayEmpty()
        case .brokenOff(let rowCount):
            throw WorkerError(.io, "the client disconnected after \(rowCount) tickets")
        case .failed(let error, _): throw error
        }
    }
}
