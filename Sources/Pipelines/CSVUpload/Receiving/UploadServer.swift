import HTTPServing
import HTTPTypes
import HummingbirdCore
import Multipart
import NIOCore
import PipelineKit

/// A server that takes one upload, then ends.
struct UploadServer: Sendable {
    /// The URL path of uploads.
    static let path = "/uploads"

    private let context: TrialContext
    private let store: @Sendable (UploadForm) async throws -> Void
    private let outcome = SingleOutcome()

    /// - Parameter store: Reads a form and stores the rows of its file.
    init(_ context: TrialContext, store: @escaping @Sendable (UploadForm) async throws -> Void) {
        self.context = context
        self.store = store
    }

    /// Serves one upload.
    ///
    /// - Throws: ``WorkerError`` if the upload did not become a complete table.
    func run() async throws {
        let server = LoopbackServer(bounds: bounds, bodies: StreamedBodies(answer))
        try await server.run { port in
            do {
                try orderClient(port: port)
            } catch {
                outcome.end(with: .failure(error))
            }
        } stop: {
            await outcome.wait()
        }
        try outcome.result?.get()
    }

    private var bounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.bodyByteCountMax = context.settings.integer("max-bytes")
        // Storing rows may take long after the last byte; the harness has its own time limit.
        bounds.workMillisecondsMax = nil
        return bounds
    }

    private func orderClient(port: Int) throws(WorkerError) {
        let url = "http://127.0.0.1:\(port)\(Self.path)"
        try context.callClient(
            for: .upload(file: context.input, field: UploadForm.fileField, to: url),
            work: "one upload to \(url)")
    }

    private func answer(
        _ request: Request, body: BodyReader, writer: consuming ResponseWriter,
        channel: any Channel
    ) async throws {
        guard request.method == .post, request.uri.path == Self.path else {
            return try await writer.writeResponse(.head(404, byteCount: 0))
        }
        guard outcome.begin() else {
            return try await writer.writeResponse(.head(503, byteCount: 0))
        }
        let failure = await receive(request, body: body)
        // Sent before the server ends, so that the client gets it.
        try? await answer(failure).send(to: request.method, with: writer)
        outcome.end(with: failure.map { .failure($0.workerError) } ?? .success(()))
    }

    /// Returns the response to a stored or failed upload; it closes the connection.
    private func answer(_ failure: UploadFailure?) -> TextAnswer {
        guard let failure else {
            let members = [
                ("rows", JSONValue.integer(context.progress.unitsDone)),
                ("rejected", .integer(context.rejected.count)),
            ]
            return .json(JSONValue.object(members).description, headers: [.connection: "close"])
        }
        return .json(
            JSONValue.object(failure.members).description, status: failure.status,
            headers: [.connection: "close"])
    }

    private func receive(_ request: Request, body: BodyReader) async -> UploadFailure? {
        do {
            let boundary = try MultipartBoundary(contentType: request.headers[.contentType])
            try await store(UploadForm(body, boundary: boundary))
            return nil
        } catch {
            return UploadFailure(error, of: body, into: context)
        }
    }
}
