import Glibc

/// A walk of the page tables of a process: exact, and as dear as the process is large.
struct PageWalk: Equatable {
    /// Pages that it has in memory.
    let residentBytes: Int
    /// Those of them that are anonymous.
    let anonymousBytes: Int

    /// Walks the page tables that a thread is on: once the leader has left, its own file is empty.
    /// Nil for one that is gone, or doesn't let itself be looked at.
    init?(thread: pid_t) {
        let walk = withProcFile("/proc/\(thread)/smaps_rollup") { PageWalk(parsing: $0) }
        guard case .success(let walk?) = walk else { return nil }
        self = walk
    }

    /// Parses the text of `smaps_rollup`; nil for one without figures.
    init?(parsing text: UnsafeRawBufferPointer) {
        guard let resident = procNumber("Rss:", in: text),
            let anonymous = procNumber("Anonymous:", in: text)
        else { return nil }
        residentBytes = resident << 10
        anonymousBytes = anonymous << 10
    }

    /// Parses the text of `smaps_rollup`; nil for one without figures.
    init?(parsing text: [UInt8]) {
        guard let walk = text.withUnsafeBytes({ PageWalk(parsing: $0) }) else { return nil }
        self = walk
    }
}
