import PipelineKit
import TicketService

/// Reads row by row, and hands every piece to the connection without waiting for the client: all that
/// a slow client hasn't read yet is in memory.
struct FireAndForget: ServerStrategy {
    let name = "fire-and-forget"
    let about = "streams the rows, but never waits for the client: grows with a slow one"
    let nominalUnitsPerSecond: Double? = 1_000_000

    func delivery(_ context: TrialContext) -> any ExportDelivery { UnawaitedDelivery() }
}
