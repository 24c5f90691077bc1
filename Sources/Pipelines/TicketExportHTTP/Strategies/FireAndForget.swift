import PipelineKit
import TicketService

/// A strategy that reads row by row and passes all to the connection without waiting for the
/// client.
///
/// Everything a slow client hasn't read yet is in memory.
struct FireAndForget: ServerStrategy {
    let name = "fire-and-forget"
    let about = "streams the rows without ever waiting for the client; grows with a slow client"
    let nominalUnitsPerSecond: Double? = 1_000_000

    func delivery(_ context: TrialContext) -> any ExportDelivery { UnawaitedDelivery() }
}
