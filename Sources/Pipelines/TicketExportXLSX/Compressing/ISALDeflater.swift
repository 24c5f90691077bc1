#if XLSX && ISAL
    import CISAL
    import PipelineKit

    /// Compression by ISA-L.
    final class ISALDeflater: Deflater {
        /// The compression level, from ISA-L's 0 to 3.
        private static let level: UInt32 = 2
        private static let outputCapacity = 32 << 10
        /// The alignment of the stream; ISA-L's hash table, at its end, has whole cache lines.
        private static let alignment = 64

        private let stream: UnsafeMutablePointer<isal_zstream>
        private let working: UnsafeMutablePointer<UInt8>
        private let output = UnsafeMutablePointer<UInt8>.allocate(capacity: outputCapacity)

        /// Allocates ISA-L's working memory, about 410 KiB.
        init() {
            stream = UnsafeMutableRawPointer.allocate(
                byteCount: MemoryLayout<isal_zstream>.size, alignment: Self.alignment
            ).bindMemory(to: isal_zstream.self, capacity: 1)
            working = .allocate(capacity: Int(ISAL_LEVEL_2_BUFFER_BYTES))
        }

        deinit {
            output.deallocate()
            working.deallocate()
            UnsafeMutableRawPointer(stream).deallocate()
        }

        func begin() {
            isal_deflate_init(stream)
            stream.pointee.level = Self.level
            stream.pointee.level_buf = working
            stream.pointee.level_buf_size = UInt32(ISAL_LEVEL_2_BUFFER_BYTES)
            stream.pointee.flush = UInt16(NO_FLUSH)
            stream.pointee.gzip_flag = UInt16(IGZIP_DEFLATE)
        }

        func write(_ bytes: UnsafeRawBufferPointer, into sink: Sink) throws(WorkerError) {
            try run(bytes, isLast: false, into: sink)
        }

        func finish(into sink: Sink) throws(WorkerError) {
            try run(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true, into: sink)
            guard stream.pointee.internal_state.state == ZSTATE_END else {
                throw WorkerError(.io, "cannot compress (ISA-L did not end the part)")
            }
        }

        func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32 {
            guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return checksum }
            return crc32_gzip_refl(checksum, start, UInt64(bytes.count))
        }

        private func run(
            _ bytes: UnsafeRawBufferPointer, isLast: Bool, into sink: Sink
        ) throws(WorkerError) {
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(bytes.count)
            stream.pointee.end_of_stream = isLast ? 1 : 0
            repeat {
                stream.pointee.next_out = output
                stream.pointee.avail_out = UInt32(Self.outputCapacity)
                let code = isal_deflate(stream)
                guard code == COMP_OK else {
                    throw WorkerError(.io, "cannot compress (ISA-L \(code))")
                }
                let count = Self.outputCapacity - Int(stream.pointee.avail_out)
                try sink(UnsafeRawBufferPointer(start: output, count: count))
            } while stream.pointee.avail_out == 0
        }
    }
#endif
