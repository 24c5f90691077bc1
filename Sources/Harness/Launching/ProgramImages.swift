import Files
import Glibc

/// The programs that one process ran in sequence, and whether the agent was in each.
///
/// A process that executes a program without the preload keeps its process ID, and the page keeps
/// what the agent wrote before: the live bytes of a program that no longer runs.
struct ProgramImages: Equatable {
    private var count = 0
    private var hasBegunWithout = false
    /// The images that ran.
    private var seen: Set<UInt64> = []
    /// The images that the agent attached to.
    private var attached: Set<UInt64> = []

    /// Whether an image is known to have run without the agent.
    var lackedAgent: Bool { hasBegunWithout || !seen.isSubset(of: attached) }

    /// Records that another image begins.
    ///
    /// - Parameter wasAttached: Whether the agent was in the previous image.
    mutating func begin(wasAttached: Bool) {
        if count > 0 && !wasAttached { hasBegunWithout = true }
        count += 1
    }

    /// Records the image that runs and the one that the agent attached to last.
    mutating func note(running: UInt64, attached image: UInt64?) {
        seen.insert(running)
        if let image { attached.insert(image) }
    }
}

/// Returns the identifier of the image that a process runs; `nil` if it can't be read.
///
/// It is the address of the kernel's random bytes, which differs from image to image.
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
