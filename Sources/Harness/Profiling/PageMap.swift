internal import Glibc
internal import Files

/// The resident part of a range of a process's memory, from `/proc/PID/pagemap` (its format is
/// in the kernel's `admin-guide/mm/pagemap.rst`).
enum PageMap {
    /// A page that is in memory has this bit.
    private static let presentBit: UInt64 = 1 << 63
    /// Ranges that are larger are looked at in parts.
    private static let entriesPerRead = 1 << 15

    /// Resident bytes; nil if the process is gone, or doesn't let itself be looked at.
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
            // Of a process whose memory is gone, nothing is read.
            guard got > 0 else { return nil }
            resident += entries[..<(got / 8)].count { $0 & presentBit != 0 }
            page += UInt64(got / 8)
        }
        return resident * Int(pageBytes)
    }
}
