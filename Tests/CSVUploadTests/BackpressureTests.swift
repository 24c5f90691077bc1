import CSVUpload
import Foundation
import PipelineKit
import Testing

@Suite("The queue between a connection and a database")
struct BackpressureTests {
    private static let blockByteCount = 64 << 10

    @Test("The bytes waiting for a slow database are limited, and all arrive in order")
    func bounded() async throws {
        let queue = BlockQueue(byteCountMax: 256 << 10)
        let byteCount = 8 << 20
        async let received = Self.receive(from: queue, microsecondsPerRead: 2000)
        let sender = queue.makeSender()
        let chunk = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
        var sentCount = 0
        while sentCount < byteCount {
            chunk.withUnsafeBytes { sender.take($0) }
            try await sender.sendFull()
            sentCount += chunk.count
        }
        try await sender.sendAll()
        queue.finish()
        let bytes = try await received
        #expect(bytes.count == sentCount)
        #expect(bytes.indices.allSatisfy { bytes[$0] == chunk[$0 % chunk.count] })
        #expect(queue.heldByteCounts.high <= 256 << 10)
        #expect(queue.heldByteCounts.high > 128 << 10)
    }

    @Test("Without a limit, nearly all bytes wait for the same database")
    func unbounded() async throws {
        let queue = BlockQueue(byteCountMax: .max)
        let sender = queue.makeSender()
        let chunk = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<8 {
            chunk.withUnsafeBytes { sender.take($0) }
            try await sender.sendFull()
        }
        #expect(queue.heldByteCounts.now == 8 << 20)
        queue.finish()
        #expect(try await Self.receive(from: queue).count == 8 << 20)
    }

    @Test("A sender's error reaches the other end before any waiting bytes")
    func failure() async throws {
        let queue = BlockQueue(byteCountMax: 1 << 20)
        let sender = queue.makeSender()
        [1, 2, 3].withUnsafeBytes { sender.take($0) }
        try await sender.sendAll()
        queue.finish(throwing: FormError.noFile)
        await #expect(throws: FormError.noFile) { try await Self.receive(from: queue) }
    }

    @Test("A receiver that gives up wakes a waiting sender")
    func cancellation() async throws {
        let queue = BlockQueue(byteCountMax: 1)
        let sender = queue.makeSender()
        let chunk = [UInt8](repeating: 1, count: 3 * Self.blockByteCount)
        chunk.withUnsafeBytes { sender.take($0) }
        Thread.detachNewThread {
            while queue.heldByteCounts.now == 0 { usleep(1000) }
            queue.cancel()
        }
        await #expect(throws: BlockQueue.NotWanted.self) { try await sender.sendFull() }
    }

    @Test("A receiver waiting for a silent client is woken when nothing is wanted any more")
    func silence() async throws {
        let queue = BlockQueue(byteCountMax: 1 << 20)
        let received = Task { try await Self.receive(from: queue) }
        let sender = queue.makeSender()
        [1, 2, 3].withUnsafeBytes { sender.take($0) }
        try await sender.sendAll()
        queue.cancel()
        await #expect(throws: CancellationError.self) { try await received.value }
    }

    /// Receives all bytes, on another thread.
    private static func receive(
        from queue: BlockQueue, microsecondsPerRead: UInt32 = 0
    ) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(
                    with: Result {
                        let receiver = queue.makeReceiver()
                        var bytes: [UInt8] = []
                        var memory = [UInt8](repeating: 0, count: 100_000)
                        while case let count = try memory.withUnsafeMutableBytes({
                            try receiver.read(into: $0)
                        }), count > 0 {
                            bytes += memory[..<count]
                            usleep(microsecondsPerRead)
                        }
                        return bytes
                    })
            }
        }
    }
}
