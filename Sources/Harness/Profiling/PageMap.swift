internal import Glibc
internal import Files

/// The resident part of a range of a process's memory, from `/proc/PID/pagemap`.
///
/// The kernel's `admin-guide/mm/pagemap.rst` describes the format.
enum PageMap {
    /// The bit that is set if a page is in memory.
    private static let presentBit: UInt64 = 1 << 63
    /// The number of entries per read.
    private static let entriesPerRead = 1 << 15

    /// Returns the resident bytes; `nil` if the process is gone, or may not be examined.
    static func residentBytes(of process: pid_t, from start: UInt64, bytes: UInt64) -> Int? {
        let descriptor = open("/proc/\(process)/pagemap", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let pageBytes = UInt64(getpagesize())
        var page = start / pageBytes
        let end = (start &+ bytes &+ pageBytes - 1) / pageBytes
        var resident = 0
        var entries = [UInt64](repeating: 0, count: entriesPerRead)
        while page < end {
            let count = Int(min(UInt64(entriesPerRead), end - page))
            let got = entries.withUnsafeMutableBytes { buffer in
                retried { pread(descriptor, buffer.baseAddress, count * 8, off_t(page * 8)) }
            }
            // Reads of a process whose memory is gone return nothing.
            guard got > 0 else { return nil }
            resident += entries[..<(got / 8)].count { $0 & presentBit != 0 }
            page += UInt64(got / 8)
        }
        return resident * Int(pageBytes)
    }
}
