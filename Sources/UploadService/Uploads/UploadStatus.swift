import PipelineKit

/// An upload at one moment.
struct UploadStatus: Hashable, Sendable {
    /// The ways in which an upload can stand.
    enum Stage: String, Sendable {
        case running, complete, failed
    }

    /// Its number.
    let id: Int
    var stage = Stage.running
    /// The bytes of the request's body that came.
    var byteCount = 0
    /// The length that the request declares, in bytes; nil if it doesn't.
    let declaredByteCount: Int?
    var rowCount = 0
    var rejectedCount = 0
    /// True once rows were rejected or remarked on, so that there is a file of them.
    var hasRejectedFile = false

    /// The name of its database, in the service's folder.
    var databaseName: String { "upload-\(id).sqlite" }

    /// The members of its JSON.
    var members: [(key: String, value: JSONValue)] {
        [
            ("id", .integer(id)),
            ("state", .string(stage.rawValue)),
            ("body_bytes", .integer(byteCount)),
            ("body_bytes_total", declaredByteCount.map { .integer($0) } ?? .null),
            ("rows", .integer(rowCount)),
            ("rejected", .integer(rejectedCount)),
        ]
    }
}
