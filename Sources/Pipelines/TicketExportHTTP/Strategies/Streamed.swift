import PipelineKit
import TicketService

/// A strategy with one query, stepped only as fast as the client reads the response.
struct Streamed: ServerStrategy {
    let name = "streamed"
    let about = "steps through one query as fast as the client reads: constant memory"
    let nominalUnitsPerSecond: Double? = 1_000_000

    func delivery(_ context: TrialContext) -> any ExportDelivery { StreamedDelivery() }
}
