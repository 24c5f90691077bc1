import Glibc

/// A walk of the page tables of a process: exact, and as dear as the process is large.
struct PageWalk: Equatable {
    /// Pages that it has in memory.
    let residentBytes: Int

    /// Walks; nil for a process that is gone, or doesn't let itself be looked at.
    init?(process: pid_t) {
        let walk = withProcFile("/proc/\(process)/smaps_rollup") { PageWalk(parsing: $0) }
        guard case .success(let walk?) = walk else { return nil }
        self = walk
    }

    /// Parses the text of `smaps_rollup`; nil for one without figures.
    init?(parsing text: UnsafeRawBufferPointer) {
        guard let kibibytes = procNumber("Rss:", in: text) else { return nil }
        residentBytes = kibibytes << 10
    }

    /// Parses the text of `smaps_rollup`; nil for one without figures.
    init?(parsing text: [UInt8]) {
        guard let walk = text.withUnsafeBytes({ PageWalk(parsing: $0) }) else { return nil }
        self = walk
    }
}
