import Glibc
import HTTPServing
import HTTPSource
import HTTPTypes
import HummingbirdCore
import NIOCore

/// The exchange of one request and its answer.
struct SourceExchange {
    let source: Source
    let channel: any Channel

    /// Sends the source's answer; 405 for methods that it doesn't support.
    func answer(_ request: Request, writer: consuming ResponseWriter) async throws {
        guard request.method == .get else {
            return try await writer.writeResponse(.head(405, byteCount: 0))
        }
        let answer = source.answer(path: request.head.path ?? "", now: time(nil))
        try await Task.sleep(for: .milliseconds(answer.delayMilliseconds))
        try await send(answer, writer: writer)
    }

    private func send(_ answer: SourceAnswer, writer: consuming ResponseWriter) async throws {
        var head = HTTPResponse.head(answer.status, byteCount: answer.body.count)
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            head.headerFields[name] = header.value
        }
        guard answer.cutByteCount != nil || answer.drip != nil else {
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
            return try await writer.write(response: head, body: body)
        }
        var body = try await writer.writeHead(head)
        try await write(answer, to: &body)
        guard answer.cutByteCount == nil else { return channel.close(promise: nil) }
        try await body.finish(nil)
    }

    private func write(_ answer: SourceAnswer, to body: inout some ResponseBodyWriter) async throws
    {
        let bytes = answer.body[..<min(answer.cutByteCount ?? .max, answer.body.count)]
        guard let drip = answer.drip else {
            return try await body.write(ByteBuffer(bytes: bytes))
        }
        for start in stride(from: 0, to: bytes.count, by: drip.byteCount) {
            try await body.write(ByteBuffer(bytes: bytes[start...].prefix(drip.byteCount)))
            try await Task.sleep(for: .milliseconds(drip.pauseMilliseconds))
        }
    }
}
