#if XLSX
    import PipelineKit
    import Synchronization
    import Threads

    /// An archive that a thread compresses and writes while the caller reads the next rows.
    ///
    /// An error of the thread is thrown by a later call, at the latest by ``close()``.
    final class ArchiveThread: ArchiveOutput {
        /// The bytes that may wait for the thread: enough that neither side waits at every block.
        private static let byteCountMax = 192 << 10

        private enum Step: Sendable {
            case beginPart(String)
            case bytes(ArchiveBlock)
            case endPart, close
        }

        private let channel = ByteBoundedChannel<Step>(byteCountMax: byteCountMax)
        private let failure = ArchiveFailure()
        private let thread: DedicatedThread
        private var isJoined = false

        /// Starts the thread.
        ///
        /// - Parameter open: Creates the archive, on the thread.
        /// - Throws: ``WorkerError`` with code `io` if the system has no thread left.
        init(
            _ open: @escaping @Sendable () throws(WorkerError) -> any ArchiveOutput
        ) throws(WorkerError) {
            thread = try DedicatedThread { [channel, failure] in
                do throws(WorkerError) {
                    let archive = try open()
                    while let step = channel.receive() {
                        try Self.take(step, archive: archive, channel: channel)
                    }
                } catch {
                    failure.keep(error)
                    channel.cancel()
                }
            }
        }

        deinit {
            channel.cancel()
            join()
        }

        func beginPart(_ name: String) throws(WorkerError) {
            try send(.beginPart(name), byteCount: 0)
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws(WorkerError) {
            var rest = bytes
            while !rest.isEmpty {
                let block = spareBlock()
                let count = block.fill(from: rest)
                try send(.bytes(block), byteCount: count)
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }

        func endPart() throws(WorkerError) {
            try send(.endPart, byteCount: 0)
        }

        func close() throws(WorkerError) {
            try send(.close, byteCount: 0)
            channel.finish()
            join()
            if let error = failure.error { throw error }
        }

        private func send(_ step: Step, byteCount: Int) throws(WorkerError) {
            guard channel.send(step, byteCount: byteCount) else {
                throw failure.error ?? WorkerError(.internalFailure, "an archive ended early")
            }
        }

        private func spareBlock() -> ArchiveBlock {
            if case .bytes(let block)? = channel.spare() { return block }
            return ArchiveBlock()
        }

        private func join() {
            if !isJoined { thread.join() }
            isJoined = true
        }

        private static func take(
            _ step: Step, archive: any ArchiveOutput, channel: ByteBoundedChannel<Step>
        ) throws(WorkerError) {
            switch step {
            case .beginPart(let name): try archive.beginPart(name)
            case .bytes(let block):
                try archive.write(block.bytes)
                channel.recycle(step)
            case .endPart: try archive.endPart()
            case .close: try archive.close()
            }
        }
    }

    /// Bytes on their way to the thread. Unchecked: the channel's lock passes them to one side at a
    /// time.
    private final class ArchiveBlock: @unchecked Sendable {
        private static let capacity = 64 << 10
        private let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: capacity, alignment: MemoryLayout<UInt64>.alignment)
        private var byteCount = 0

        deinit {
            memory.deallocate()
        }

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<byteCount]) }

        /// Replaces the bytes with as many of these as fit, and returns their number.
        func fill(from source: UnsafeRawBufferPointer) -> Int {
            byteCount = min(source.count, memory.count)
            memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<byteCount]))
            return byteCount
        }
    }

    private final class ArchiveFailure: Sendable {
        private let state = Mutex<WorkerError?>(nil)

        var error: WorkerError? { state.withLock { $0 } }

        func keep(_ error: WorkerError) {
            state.withLock { $0 = error }
        }
    }
#endif
