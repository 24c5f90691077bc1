import PipelineKit
import TicketService

/// A strategy that fetches every row and builds the whole response before it sends the first byte.
struct FetchAll: ServerStrategy {
    let name = "fetch-all"
    let about =
        "every row into memory, then the whole response, then the first byte; cuts text at a NUL,"
        + " invalid UTF-8 becomes U+FFFD"
    let nominalUnitsPerSecond: Double? = 300_000

    func delivery(_ context: TrialContext) -> any ExportDelivery {
        BufferedDelivery(progress: context.progress)
    }
}
