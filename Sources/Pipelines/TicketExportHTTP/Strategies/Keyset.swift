import PipelineKit
import TicketService

/// A strategy with one query per batch, run only as fast as the client reads the response.
struct Keyset: ServerStrategy {
    let name = "keyset"
    let about = "one query per batch, as fast as the client reads: constant memory"
    let nominalUnitsPerSecond: Double? = 900_000
    let takesBatch = true

    func delivery(_ context: TrialContext) -> any ExportDelivery { StreamedDelivery() }
}
