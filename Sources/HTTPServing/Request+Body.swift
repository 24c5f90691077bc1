import HummingbirdCore
import NIOCore

extension Request {
    /// Reads the body and passes it over; false if it is longer than allowed, and then not to its end.
    func isBodyShort(within bounds: ServerBounds) async throws -> Bool {
        var byteCount = 0
        for try await chunk in body {
            byteCount += chunk.readableBytes
            if byteCount > bounds.bodyByteCountMax { return false }
        }
        return true
    }
}
