import Glibc
import HTTPServing
import HTTPTypes
import HummingbirdCore
import Multipart
import NIOCore
import PipelineKit

/// A server that takes one upload and ends.
struct UploadServer: Sendable {
    /// The path of uploads.
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
    /// - Throws: ``WorkerError`` if the upload did not become a whole table.
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
        // Rows may be left to store when all bytes are here; the harness has its own time limit.
        bounds.workMillisecondsMax = nil
        return bounds
    }

    private func orderClient(port: Int) throws(WorkerError) {
        let url = "http://127.0.0.1:\(port)\(Self.path)"
        guard let order = context.clientOrder else {
            return try writeAll(
                "membudget-worker: waiting for one upload to \(url)\n", to: STDERR_FILENO,
                path: "standard error")
        }
        try ClientOrder.upload(file: context.input, field: UploadForm.fileField, to: url)
            .place(at: order)
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
        let answer = failure.map(UploadAnswer.init) ?? UploadAnswer(rows: context)
        // The client has its answer before the server ends.
        try? await answer.send(with: writer, isLast: true)
        outcome.end(with: failure.map { .failure($0.workerError) } ?? .success(()))
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
