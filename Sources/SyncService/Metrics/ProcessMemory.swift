import Glibc

/// The memory of this process; values are `nil` if the system doesn't report them.
struct ProcessMemory {
    /// The resident set, in bytes.
    var residentByteCount: Int?
    /// The largest resident set so far, in bytes.
    var peakByteCount: Int?
    /// The bytes of live allocations, rounded to size classes; `nil` without jemalloc.
    var liveByteCount: Int?

    /// Reads the current values.
    static func now() -> ProcessMemory {
        let status = statusText()
        return ProcessMemory(
            residentByteCount: kibibytes("VmRSS", in: status).map { $0 << 10 },
            peakByteCount: kibibytes("VmHWM", in: status).map { $0 << 10 },
            liveByteCount: AllocatorStatistics.liveByteCount())
    }

    private static func statusText() -> String {
        let descriptor = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }

    /// Returns the number of a line such as `VmRSS:      5120 kB`.
    static func kibibytes(_ name: String, in status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
            .flatMap { Int($0) }
    }
}

/// The statistics of jemalloc, if it is loaded.
private enum AllocatorStatistics {
    private typealias Control =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?,
            UnsafeMutableRawPointer?, Int
        ) -> Int32

    private static let control: Control? = dlsym(nil, "mallctl").map {
        unsafeBitCast($0, to: Control.self)
    }

    static func liveByteCount() -> Int? {
        guard let control else { return nil }
        // Statistics are those of the last epoch; writing it starts another.
        var epoch: UInt64 = 1
        var byteCount = 0
        var size = MemoryLayout<Int>.size
        guard control("epoch", nil, nil, &epoch, MemoryLayout<UInt64>.size) == 0,
            control("stats.allocated", &byteCount, &size, nil, 0) == 0
        else { return nil }
        return byteCount
    }
}
