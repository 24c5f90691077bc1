import CSVUpload
import HTTPServing
import HTTPTypes
import HummingbirdCore
import Multipart
import NIOCore
import PipelineKit

/// The exchange of one request and its answer.
struct UploadExchange {
    let register: UploadRegister
    let channel: any Channel

    /// Stores an upload, or returns the state of one.
    func answer(_ request: Request, body: BodyReader) async -> TextAnswer {
        let path = request.uri.path
        switch (path, request.method) {
        case ("/uploads", .post): return await receive(request, body: body)
        case ("/health", .get), ("/health", .head): return .json(200, register.health)
        case ("/uploads", _): return .refusal(405, "'/uploads' accepts only POST", allow: "POST")
        case ("/health", _): return .refusal(405, "'/health' accepts only GET", allow: "GET")
        default:
            guard path.hasPrefix("/uploads/"), let id = Int(path.dropFirst("/uploads/".count))
            else {
                return .refusal(
                    404,
                    "unknown path; choose from POST /uploads, GET /uploads/ID, GET /uploads/events and"
                        + " GET /health")
            }
            guard let status = register.status(of: id) else {
                return .refusal(404, "there is no upload \(id), or it ended too long ago")
            }
            return .json(200, status.members)
        }
    }

    private func receive(_ request: Request, body: BodyReader) async -> TextAnswer {
        do {
            switch try register.begin(
                declaredByteCount: body.declaredByteCount, channel: channel)
            {
            case .begun(let upload): return await store(upload, request: request, body: body)
            case .busy:
                return .refusal(
                    503, "the maximum number of uploads is running; try again later", retry: "1")
            case .stopping: return .refusal(503, "\(ServiceStopping())")
            }
        } catch {
            return .refusal(500, "\(error)")
        }
    }

    private func store(
        _ upload: RunningUpload, request: Request, body: BodyReader
    ) async -> TextAnswer {
        let context = upload.context
        do {
            let boundary = try MultipartBoundary(contentType: request.headers[.contentType])
            let form = UploadForm(body, boundary: boundary) { upload.receive(byteCount: $0) }
            try await QueuedUpload(context, queue: upload.queue).store(form)
            register.end(upload, as: .complete)
            return .json(200, upload.status.resultMembers)
        } catch {
            let cause = register.isStopping ? ServiceStopping() : error
            let failure = UploadFailure(cause, of: body, into: context)
            register.end(upload, as: .failed)
            let status = register.isStopping ? 503 : failure.status
            return .json(status, failure.members + [("id", .integer(upload.id))])
        }
    }
}

extension UploadStatus {
    /// The members of the answer to a finished upload.
    fileprivate var resultMembers: [(key: String, value: JSONValue)] {
        [
            ("id", .integer(id)), ("database", .string(databaseName)), ("rows", .integer(rowCount)),
            ("rejected", .integer(rejectedCount)),
            (
                "rejected_rows_file",
                hasRejectedFile ? .string(databaseName + ".rejected.jsonl") : .null
            ),
        ]
    }
}

extension TextAnswer {
    /// Returns an answer with a line of JSON.
    fileprivate static func json(
        _ status: Int, _ members: [(key: String, value: JSONValue)], headers: HTTPFields = [:]
    ) -> TextAnswer {
        .json(JSONValue.object(members).description, status: status, headers: headers)
    }

    /// Returns a refusal with its reason.
    fileprivate static func refusal(
        _ status: Int, _ reason: String, allow: String? = nil, retry: String? = nil
    ) -> TextAnswer {
        var headers: HTTPFields = [:]
        headers[.allow] = allow
        headers[.retryAfter] = retry
        return .json(status, [("error", .string(reason))], headers: headers)
    }
}
