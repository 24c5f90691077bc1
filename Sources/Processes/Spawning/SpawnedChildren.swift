package import Glibc
internal import Synchronization

/// The children that this program started itself, so that others can be told from them: orphans that
/// it adopted.
///
/// Known only to a program that starts everything through ``Spawner`` and says so.
package enum SpawnedChildren {
    private static let all = Mutex<Set<pid_t>?>(nil)

    /// Keeps track from now on.
    package static func track() {
        all.withLock { $0 = $0 ?? [] }
    }

    /// Takes note of a child that was started.
    static func note(_ child: pid_t) {
        all.withLock { _ = $0?.insert(child) }
    }

    /// Whether a child of this process is known to be one that it didn't start.
    package static func isAdopted(_ child: pid_t) -> Bool {
        all.withLock { $0.map { !$0.contains(child) } ?? false }
    }
}
