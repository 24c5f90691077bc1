import CSVUpload
import HTTPServing
import HTTPTypes
import HummingbirdCore
import Multipart
import NIOCore

/// The project's server, which parses forms and discards their files.
enum FormServer {
    /// Serves until the process is killed.
    static func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        var bounds = ServerBounds()
        bounds.bodyByteCountMax = .max
        let bodies = StreamedBodies { request, body, writer, _ in
            let boundary = try MultipartBoundary(contentType: request.headers[.contentType])
            var byteCount = 0
            try await UploadForm(body, boundary: boundary).readFile {
                byteCount += $0.count
            } makeRoom: {
            }
            let answer = "\(byteCount)\n"
            try await writer.write(
                response: .head(200, type: "text/plain", byteCount: answer.utf8.count),
                body: ResponseBody(byteBuffer: ByteBuffer(string: answer)))
        }
        try await LoopbackServer(bounds: bounds, bodies: bodies).run(onListening: onListening)
    }
}
