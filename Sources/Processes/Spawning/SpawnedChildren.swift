package import Glibc
internal import Synchronization

/// The children that this program started itself, to distinguish them from adopted orphans.
///
/// Only known in a program that starts everything through ``Spawner`` and calls ``track()``.
package enum SpawnedChildren {
    private static let all = Mutex<Set<pid_t>?>(nil)

    /// Starts keeping track.
    package static func track() {
        all.withLock { $0 = $0 ?? [] }
    }

    /// Records a child that was started.
    static func note(_ child: pid_t) {
        all.withLock { _ = $0?.insert(child) }
    }

    /// Returns whether a child of this process is known not to be started by it.
    package static func isAdopted(_ child: pid_t) -> Bool {
        all.withLock { $0.map { !$0.contains(child) } ?? false }
    }
}
