import PipelineKit
import TicketService

/// Every row into memory, the whole answer from them, and only then the first byte to the client.
struct FetchAll: ServerStrategy {
    let name = "fetch-all"
    let about =
        "every row into memory, then the whole answer, then the first byte; a text is cut at a NUL,"
        + " bytes that aren't UTF-8 become U+FFFD"
    let nominalUnitsPerSecond: Double? = 300_000

    func delivery(_ context: TrialContext) -> any ExportDelivery {
        BufferedDelivery(progress: context.progress)
    }
}
