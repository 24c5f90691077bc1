internal import MemoryBudget

/// All resident memory of a process at one moment, part by part, in bytes. The parts add up to
/// ``totalBytes``.
package struct MemoryBreakdown: Hashable, Sendable, Codable {
    /// Memory that was allocated with malloc and not yet freed; untouched pages of it are not resident
    /// and not counted here.
    package var liveBytes = 0
    /// The rounding of that to size classes.
    package var slackBytes = 0
    /// The allocator's own records: jemalloc's as it tells them, glibc's headers of 8 bytes per block.
    package var metadataBytes = 0
    /// Whole pages that jemalloc keeps for its next allocations; nil for an allocator that doesn't
    /// tell, where they are a part of ``retainedBytes``.
    package var dirtyBytes: Int?
    /// The rest of the heap: released, and not returned to the system.
    package var retainedBytes = 0
    /// Anonymous memory that the program mapped past malloc.
    package var anonymousMapsBytes = 0
    /// Stacks of threads.
    package var stacksBytes = 0
    /// Programs and libraries, with their data.
    package var binariesBytes = 0
    /// Other mapped files.
    package var filesBytes = 0
    /// Memory that is shared with others.
    package var sharedBytes = 0
    /// The sampler's own memory.
    package var samplerBytes = 0
    /// Memory that is none of these.
    package var unexplainedBytes = 0

    /// All resident memory.
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
