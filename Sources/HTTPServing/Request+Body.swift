import HummingbirdCore
import NIOCore

extension Request {
    /// Reads and discards the body; returns false, without reading on, if it is longer than
    /// allowed.
    func isBodyShort(within bounds: ServerBounds) async throws -> Bool {
        var byteCount = 0
        for try await chunk in body {
            byteCount += chunk.readableBytes
            if byteCount > bounds.bodyByteCountMax { return false }
        }
        return true
    }
}
