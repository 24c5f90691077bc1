import Files
import Glibc

/// The programs that one process ran, one after the other, and whether the agent was in each.
///
/// A process that executes a program without the preload keeps its number, and the page keeps what
/// the agent wrote before: live bytes of a program that no longer runs.
struct ProgramImages: Equatable {
    private var count = 0
    private var hasBegunWithout = false
    /// Images that ran, and those that the agent attached to, by number.
    private var seen: Set<UInt64> = []
    private var attached: Set<UInt64> = []

    /// Whether an image is known to have run without the agent.
    var lackedAgent: Bool { hasBegunWithout || !seen.isSubset(of: attached) }

    /// Takes note that another image begins.
    ///
    /// - Parameter wasAttached: Whether the agent was in the one before.
    mutating func begin(wasAttached: Bool) {
        if count > 0 && !wasAttached { hasBegunWithout = true }
        count += 1
    }

    /// Takes note of the image that runs, and of the one that the agent attached to last.
    mutating func note(running: UInt64, attached image: UInt64?) {
        seen.insert(running)
        if let image { attached.insert(image) }
    }
}

/// The number of the image that a process runs: where the kernel put its random bytes, which is
/// another place for each; nil if it can't be read.
func readImage(of process: pid_t) -> UInt64? {
    guard let block = readProcFile("/proc/\(process)/auxv") else { return nil }
    return block.withUnsafeBytes { bytes in
        for offset in stride(from: 0, to: bytes.count - 15, by: 16)
        where bytes.loadUnaligned(fromByteOffset: offset, as: UInt.self) == UInt(AT_RANDOM) {
            return UInt64(bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt.self))
        }
        return nil
    }
}
