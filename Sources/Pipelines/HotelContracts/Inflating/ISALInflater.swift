#if ISAL
    import CInflate

    /// The functions of ISA-L in use.
    struct ISALFunctions: Sendable {
        typealias Start = @convention(c) (UnsafeMutablePointer<inflate_state>?) -> Void
        typealias Step = @convention(c) (UnsafeMutablePointer<inflate_state>?) -> Int32
        typealias Checksum = @convention(c) (UInt32, UnsafePointer<UInt8>?, UInt64) -> UInt32

        let start: Start
        let step: Step
        let checksum: Checksum

        /// Loads ISA-L; `nil` if it is not installed.
        init?() {
            guard let library = LoadedLibrary("libisal.so.2"),
                let start = library.function("isal_inflate_init", as: Start.self),
                let step = library.function("isal_inflate", as: Step.self),
                let checksum = library.function("crc32_gzip_refl", as: Checksum.self)
            else { return nil }
            (self.start, self.step, self.checksum) = (start, step, checksum)
        }
    }

    /// Decompression by ISA-L.
    final class ISALInflater: Inflater {
        private static let alignment = 64

        private let functions: ISALFunctions
        private let state: UnsafeMutablePointer<inflate_state>

        /// Allocates ISA-L's working memory, about 85 KiB.
        init(_ functions: ISALFunctions) {
            self.functions = functions
            state = UnsafeMutableRawPointer.allocate(
                byteCount: MemoryLayout<inflate_state>.size, alignment: Self.alignment
            ).bindMemory(to: inflate_state.self, capacity: 1)
            functions.start(state)
        }

        deinit {
            UnsafeMutableRawPointer(state).deallocate()
        }

        func begin() {
            functions.start(state)
        }

        func step(
            _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
        ) throws(DamagedStream) -> (byteCount: Int, isAtEnd: Bool) {
            state.pointee.next_in = UnsafeMutablePointer(
                mutating: input.bindMemory(to: UInt8.self).baseAddress)
            state.pointee.avail_in = UInt32(input.count)
            state.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
            state.pointee.avail_out = UInt32(output.count)
            let code = functions.step(state)
            guard code >= ISAL_DECOMP_OK else { throw DamagedStream() }
            input = UnsafeRawBufferPointer(
                rebasing: input[(input.count - Int(state.pointee.avail_in))...])
            return (
                output.count - Int(state.pointee.avail_out),
                state.pointee.block_state == ISAL_BLOCK_FINISH
            )
        }

        func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32 {
            guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return checksum }
            return functions.checksum(checksum, start, UInt64(bytes.count))
        }
    }
#endif
