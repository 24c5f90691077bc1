import Files
import Glibc

/// A walk of the page tables of a process: exact, and as dear as the process is large.
struct PageWalk: Equatable {
    /// Pages that it has in memory.
    var residentBytes = 0

    /// Walks; nil for a process that is gone, or doesn't let itself be looked at.
    init?(process: pid_t) {
        guard let text = readProcFile("/proc/\(process)/smaps_rollup"),
            let walk = PageWalk(parsing: text)
        else { return nil }
        self = walk
    }

    /// Parses the text of `smaps_rollup`; nil for one without figures.
    init?(parsing text: [UInt8]) {
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard parts.count >= 2, parts[0] == "Rss:", let kibibytes = Int(parts[1]) else {
                continue
            }
            residentBytes = kibibytes << 10
            return
        }
        return nil
    }
}
