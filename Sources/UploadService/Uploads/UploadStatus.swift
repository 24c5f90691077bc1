import PipelineKit

/// The state of an upload at one moment.
struct UploadStatus: Hashable, Sendable {
    /// The stages of an upload.
    enum Stage: String, Sendable {
        case running, complete, failed
    }

    /// The upload's number.
    let id: Int
    var stage = Stage.running
    /// The number of body bytes received.
    var byteCount = 0
    /// The length declared by the request, in bytes; `nil` if it declares none.
    let declaredByteCount: Int?
    var rowCount = 0
    var rejectedCount = 0
    /// Whether there is a file of rejected rows or remarks.
    var hasRejectedFile = false

    /// The name of the database in the service's folder.
    var databaseName: String { "upload-\(id).sqlite" }

    /// The members of the state as JSON.
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
