import PipelineKit

/// The file on its way from the connection to the thread that stores it, in blocks that are used again.
package final class BlockQueue: Sendable {
    private let handover: ByteHandover<UploadBlock>

    /// Creates an empty queue.
    ///
    /// - Parameter byteCountMax: The most bytes in it; `Int.max` for no bound.
    package init(byteCountMax: Int) {
        handover = ByteHandover(byteCountMax: byteCountMax)
    }

    /// The bytes that are in it, and the most there ever were.
    package var heldByteCounts: (now: Int, high: Int) { handover.heldByteCounts }

    /// Ends it: no more bytes come, or there is an error instead.
    package func finish(throwing error: (any Error)? = nil) {
        handover.finish(throwing: error)
    }

    /// Ends it from the other side: no more bytes are wanted.
    package func cancel() {
        handover.cancel()
    }

    /// Checks that the sender hasn't failed.
    ///
    /// - Throws: The error that it finished with.
    package func check() throws {
        try handover.check()
    }

    /// The connection's side: gathers bytes into blocks.
    package final class Sender {
        private let handover: ByteHandover<UploadBlock>
        private var open: UploadBlock?
        private var full: [UploadBlock] = []

        fileprivate init(_ handover: ByteHandover<UploadBlock>) {
            self.handover = handover
        }

        /// Copies bytes.
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

        /// Sends the blocks that are full, once there is room.
        ///
        /// - Throws: ``NotWanted`` if nobody takes them any more.
        package func sendFull() async throws {
            while let block = full.first {
                guard await handover.send(block, byteCount: block.byteCount) else {
                    throw NotWanted()
                }
                full.removeFirst()
            }
        }

        /// Sends all that is left.
        ///
        /// - Throws: ``NotWanted`` if nobody takes it any more.
        package func sendAll() async throws {
            if let open { full.append(open) }
            open = nil
            try await sendFull()
        }
    }

    /// The connection's side.
    package func makeSender() -> Sender { Sender(handover) }

    /// The thread's side: fills memory.
    package final class Receiver {
        private let handover: ByteHandover<UploadBlock>
        private var current: UploadBlock?

        fileprivate init(_ handover: ByteHandover<UploadBlock>) {
            self.handover = handover
        }

        /// Fills the whole of the memory, unless the end comes before; returns how many bytes. Blocks.
        ///
        /// - Throws: The error that the other side finished with.
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

    /// The thread's side.
    package func makeReceiver() -> Receiver { Receiver(handover) }

    /// Nobody takes what is sent: the other side has failed, and says why.
    package struct NotWanted: Error {}
}
