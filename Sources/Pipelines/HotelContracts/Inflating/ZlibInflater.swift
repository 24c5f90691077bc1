import CInflate
import PipelineKit

/// The functions of zlib in use.
struct ZlibFunctions: Sendable {
    typealias Start =
        @convention(c) (z_streamp?, Int32, UnsafePointer<CChar>?, Int32) -> Int32
    typealias OnStream = @convention(c) (z_streamp?) -> Int32
    typealias Step = @convention(c) (z_streamp?, Int32) -> Int32
    typealias Checksum = @convention(c) (uLong, UnsafePointer<UInt8>?, uInt) -> uLong

    let start: Start
    let reset: OnStream
    let step: Step
    let end: OnStream
    let checksum: Checksum

    /// Loads zlib; `nil` if it is not installed.
    init?() {
        guard let library = LoadedLibrary("libz.so.1"),
            let start = library.function("inflateInit2_", as: Start.self),
            let reset = library.function("inflateReset", as: OnStream.self),
            let step = library.function("inflate", as: Step.self),
            let end = library.function("inflateEnd", as: OnStream.self),
            let checksum = library.function("crc32", as: Checksum.self)
        else { return nil }
        (self.start, self.reset, self.step) = (start, reset, step)
        (self.end, self.checksum) = (end, checksum)
    }
}

/// Decompression by zlib.
final class ZlibInflater: Inflater {
    /// The maximum window, negative for a stream without a header.
    private static let windowBits: Int32 = -15

    private let functions: ZlibFunctions
    private let stream = z_streamp.allocate(capacity: 1)

    /// Allocates zlib's working memory, about 40 KiB.
    ///
    /// - Throws: ``WorkerError`` with code `io` if there is none.
    init(_ functions: ZlibFunctions) throws(WorkerError) {
        self.functions = functions
        stream.initialize(to: z_stream())
        let code = functions.start(
            stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw WorkerError(.io, "cannot decompress (zlib \(code))") }
    }

    deinit {
        _ = functions.end(stream)
        stream.deallocate()
    }

    func begin() {
        _ = functions.reset(stream)
    }

    func step(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DamagedStream) -> (byteCount: Int, isAtEnd: Bool) {
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let code = functions.step(stream, Z_NO_FLUSH)
        // A step without input, or without room for output, isn't an error.
        guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(code) else { throw DamagedStream() }
        input = UnsafeRawBufferPointer(
            rebasing: input[(input.count - Int(stream.pointee.avail_in))...])
        return (output.count - Int(stream.pointee.avail_out), code == Z_STREAM_END)
    }

    func checksum(of bytes: UnsafeRawBufferPointer, after checksum: UInt32) -> UInt32 {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return checksum }
        return UInt32(
            truncatingIfNeeded: functions.checksum(
                uLong(checksum), start, uInt(bytes.count)))
    }
}
