import HTTPServing
import HTTPTypes
import PipelineKit

extension TextAnswer {
    /// Returns a refusal with its reason.
    static func refusal(
        _ status: Int, reason: String, headers: HTTPFields = [:]
    ) -> TextAnswer {
        json([("error", .string(reason))], status: status, headers: headers)
    }

    private static func json(
        _ members: [(key: String, value: JSONValue)], status: Int = 200, headers: HTTPFields = [:]
    ) -> TextAnswer {
        json(JSONValue.object(members).description, status: status, headers: headers)
    }

    /// Returns the service's state.
    static func health(_ status: SyncStatus) -> TextAnswer {
        let last = status.history.last.map { entry in
            JSONValue.object(
                members(of: entry.report) + [
                    ("duration_seconds", .number(entry.durationSeconds)),
                    ("ended_at_unix_seconds", .integer(entry.endUnixSeconds)),
                ])
        }
        return json([
            ("status", .string(status.isStopping ? "stopping" : "ok")),
            ("running", .bool(status.doneCount != nil)),
            ("running_records", status.doneCount.map { .integer($0) } ?? .null),
            ("last_sync", last ?? .null),
        ])
    }

    /// Returns the answer to a request for a sync.
    static func sync(_ answer: SyncDirector.Answer) -> TextAnswer {
        switch answer {
        case .done(let report):
            json(members(of: report), status: report.ending == .failed ? 500 : 200)
        case .busy: refusal(409, reason: "a sync is running; GET /health shows its progress")
        case .stopping: refusal(503, reason: "the service is stopping")
        }
    }

    private static func members(of report: SyncReport) -> [(key: String, value: JSONValue)] {
        [
            ("completeness", .string(report.ending.rawValue)),
            ("reason", report.reason.map { .string($0) } ?? .null),
            ("summary", .string(report.summary)),
        ] + SyncReport.Count.allCases.map { ($0.rawValue, .integer(report.count($0))) }
    }
}
