import Glibc

/// A walk of a process's page tables: exact, at a cost proportional to the process's size.
struct PageWalk: Equatable {
    /// The resident memory, in bytes.
    let residentBytes: Int
    /// The anonymous part of the resident memory, in bytes.
    let anonymousBytes: Int

    /// Walks the page tables of a thread's process: once the leader has exited, its own file is
    /// empty. `nil` if the thread is gone or may not be read.
    init?(thread: pid_t) {
        let walk = withProcFile("/proc/\(thread)/smaps_rollup") { PageWalk(parsing: $0) }
        guard case .success(let walk?) = walk else { return nil }
        self = walk
    }

    /// Parses the text of `smaps_rollup`; `nil` if it has no figures.
    init?(parsing text: UnsafeRawBufferPointer) {
        guard let resident = procNumber("Rss:", in: text),
            let anonymous = procNumber("Anonymous:", in: text)
        else { return nil }
        residentBytes = resident << 10
        anonymousBytes = anonymous << 10
    }

    /// Parses the text of `smaps_rollup`; `nil` if it has no figures.
    init?(parsing text: [UInt8]) {
        guard let walk = text.withUnsafeBytes({ PageWalk(parsing: $0) }) else { return nil }
        self = walk
    }
}
