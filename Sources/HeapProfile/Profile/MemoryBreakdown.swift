internal import MemoryBudget

/// The resident memory of a process at one moment, by part, in bytes. The parts add up to
/// ``totalBytes``.
package struct MemoryBreakdown: Hashable, Sendable, Codable {
    /// Memory that was allocated with malloc and not yet freed, without untouched pages, which are
    /// not resident.
    package var liveBytes = 0
    /// The overhead of rounding live blocks up to size classes.
    package var slackBytes = 0
    /// The allocator's metadata: as reported by jemalloc, or glibc's headers of 8 bytes per block.
    package var metadataBytes = 0
    /// Empty pages that jemalloc keeps for later allocations; `nil` for other allocators, which
    /// don't report them, so that ``retainedBytes`` includes them.
    package var dirtyBytes: Int?
    /// The rest of the heap: freed, but not returned to the system.
    package var retainedBytes = 0
    /// Anonymous memory that the program mapped without malloc.
    package var anonymousMapsBytes = 0
    /// The stacks of threads.
    package var stacksBytes = 0
    /// Executables and libraries, with their data.
    package var binariesBytes = 0
    /// Other mapped files.
    package var filesBytes = 0
    /// Memory shared with other processes.
    package var sharedBytes = 0
    /// The sampler's own memory.
    package var samplerBytes = 0
    /// Memory that belongs to none of the other parts.
    package var unexplainedBytes = 0

    /// The total resident memory.
    package var totalBytes: Int {
        liveBytes + slackBytes + metadataBytes + (dirtyBytes ?? 0) + retainedBytes
            + anonymousMapsBytes + stacksBytes + binariesBytes + filesBytes + sharedBytes
            + samplerBytes + unexplainedBytes
    }

    enum CodingKeys: String, StoredKey {
        case liveBytes = "live"
        case slackBytes = "slack"
        case metadataBytes = "metadata"
        case dirtyBytes = "dirty"
        case retainedBytes = "retained"
        case anonymousMapsBytes = "anonymous_maps"
        case stacksBytes = "stacks"
        case binariesBytes = "binaries"
        case filesBytes = "files"
        case sharedBytes = "shared"
        case samplerBytes = "sampler"
        case unexplainedBytes = "unexplained"
    }
}
