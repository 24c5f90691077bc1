import HTTPServing
import PipelineKit

extension TextAnswer {
    /// Returns the state of a server.
    static func health(_ status: TicketServerStatus) -> TextAnswer {
        let ends = TicketServerStatus.Ending.allCases.map { ending in
            ("exports_\(ending.rawValue)", JSONValue.integer(status.endCounts[ending] ?? 0))
        }
        let members: [(key: String, value: JSONValue)] = [
            ("status", .string(status.isStopping ? "stopping" : "ok")),
            ("exports_running", .integer(status.runningCount)),
        ]
        let sizes: [(key: String, value: JSONValue)] = [
            ("rows_written", .integer(status.rowCount)),
            ("waiting_bytes", .integer(status.heldByteCount)),
            ("waiting_bytes_max", .integer(status.heldByteCountMax)),
        ]
        return .json(JSONValue.object(members + ends + sizes).description)
    }
}
