import PipelineKit

/// A queue of the file's bytes, from the connection to the thread that stores them, in reused
/// blocks.
///
/// ```swift
/// let queue = BlockQueue(byteCountMax: 1 << 20)
/// let sender = queue.makeSender()
/// Array("a,b\n1,2\n".utf8).withUnsafeBytes { sender.take($0) }
/// try await sender.sendAll()
/// queue.finish()
/// ```
package final class BlockQueue: Sendable {
    private let handover: ByteHandover<UploadBlock>

    /// Creates an empty queue.
    ///
    /// - Parameter byteCountMax: The maximum bytes in the queue; `Int.max` for no limit.
    package init(byteCountMax: Int) {
        handover = ByteHandover(byteCountMax: byteCountMax)
    }

    /// The bytes in the queue now, and the maximum so far.
    package var heldByteCounts: (now: Int, high: Int) { handover.heldByteCounts }

    /// Ends the queue on the sender's side, with an error if the file is incomplete.
    package func finish(throwing error: (any Error)? = nil) {
        handover.finish(throwing: error)
    }

    /// Ends the queue on the receiver's side: no more bytes are wanted.
    package func cancel() {
        handover.cancel()
    }

    /// Checks that the sender hasn't failed.
    ///
    /// - Throws: The sender's error.
    package func check() throws {
        try handover.check()
    }

    /// The connection's side, which gathers bytes in blocks.
    package final class Sender {
        private let handover: ByteHandover<UploadBlock>
        private var open: UploadBlock?
        private var full: [UploadBlock] = []

        fileprivate init(_ handover: ByteHandover<UploadBlock>) {
            self.handover = handover
        }

        /// Copies bytes into the current block, and into new ones as needed.
        package func take(_ bytes: UnsafeRawBufferPointer) {
            var rest = bytes
            while !rest.isEmpty {
                let block = open ?? handover.spare() ?? UploadBlock()
                let count = block.append(rest)
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                if block.isFull { full.append(block) }
                open = block.isFull ? nil : block
            }
        }

        /// Sends the full blocks, waiting for room.
        ///
        /// - Throws: ``NotWanted`` if the receiver has ended.
        package func sendFull() async throws {
            while let block = full.first {
                guard await handover.send(block, byteCount: block.byteCount) else {
                    throw NotWanted()
                }
                full.removeFirst()
            }
        }

        /// Sends all remaining bytes, waiting for room.
        ///
        /// - Throws: ``NotWanted`` if the receiver has ended.
        package func sendAll() async throws {
            if let open { full.append(open) }
            open = nil
            try await sendFull()
        }
    }

    /// Returns the connection's side.
    package func makeSender() -> Sender { Sender(handover) }

    /// The storing thread's side.
    package final class Receiver {
        private let handover: ByteHandover<UploadBlock>
        private var current: UploadBlock?

        fileprivate init(_ handover: ByteHandover<UploadBlock>) {
            self.handover = handover
        }

        /// Fills memory, blocking until it is full or the file ends, and returns the number of
        /// bytes.
        ///
        /// - Throws: The sender's error.
        package func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
            var count = 0
            while count < memory.count {
                guard let block = try current ?? handover.receive() else { break }
                count += block.move(to: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
                current = block
                if block.byteCount == 0 {
                    block.clear()
                    handover.recycle(block)
                    current = nil
                }
            }
            return count
        }
    }

    /// Returns the storing thread's side.
    package func makeReceiver() -> Receiver { Receiver(handover) }

    /// An error for bytes that are no longer wanted, because the receiver failed; it reports why.
    package struct NotWanted: Error {}
}
