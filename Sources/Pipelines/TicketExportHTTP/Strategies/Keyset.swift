import PipelineKit
import TicketService

/// Reads with one query per batch, only as fast as the client takes the answer.
struct Keyset: ServerStrategy {
    let name = "keyset"
    let about = "one query per batch, as fast as the client reads: constant memory"
    let nominalUnitsPerSecond: Double? = 900_000
    let takesBatch = true

    func delivery(_ context: TrialContext) -> any ExportDelivery { StreamedDelivery() }
}
