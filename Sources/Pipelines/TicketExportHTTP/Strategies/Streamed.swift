import PipelineKit
import TicketService

/// Reads with one query, only as fast as the client takes the answer.
struct Streamed: ServerStrategy {
    let name = "streamed"
    let about = "steps through one query as fast as the client reads: constant memory"
    let nominalUnitsPerSecond: Double? = 1_000_000

    func delivery(_ context: TrialContext) -> any ExportDelivery { StreamedDelivery() }
}
