import HTTPServing
import HTTPTypes
package import HummingbirdCore
import NIOCore
package import PipelineKit

/// The answer to an upload, a line of JSON.
package struct UploadAnswer {
    /// The status.
    package let status: Int
    /// The body.
    package let body: String

    /// Creates an answer of these members.
    package init(_ status: Int, _ members: [(key: String, value: JSONValue)]) {
        self.status = status
        body = JSONValue.object(members).description + "\n"
    }

    /// The answer to an upload that is a table now.
    package init(rows context: TrialContext) {
        self.init(
            200,
            [
                ("rows", .integer(context.progress.unitsDone)),
                ("rejected", .integer(context.rejected.count)),
            ])
    }

    /// The answer to an upload that isn't.
    package init(_ failure: UploadFailure) {
        self.init(
            failure.status,
            [
                ("error", .string(failure.description)),
                ("rows_kept", .integer(failure.keptRowCount)),
            ])
    }

    /// Sends it.
    ///
    /// - Parameter isLast: Whether the connection ends with it.
    package func send(with writer: consuming ResponseWriter, isLast: Bool = false) async throws {
        let head = HTTPResponse.head(status, byteCount: body.utf8.count, isLast: isLast)
        try await writer.write(
            response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
