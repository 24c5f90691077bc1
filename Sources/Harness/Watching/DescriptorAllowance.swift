import Glibc
import Synchronization

/// The descriptors that may be kept open for watched processes: a third of the limit, excluding
/// those needed for reading anything at all.
final class DescriptorAllowance: Sendable {
    /// The number of descriptors reserved for everything else.
    private static let reserve = 64
    private let left: Mutex<Int>

    /// Reads the current limit.
    convenience init() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        self.init(limit: Int(clamping: limit.rlim_cur))
    }

    /// Creates an allowance from a limit of open descriptors.
    init(limit: Int) {
        left = Mutex(max(0, (limit - Self.reserve) / 3))
    }

    /// Takes one descriptor from the allowance; returns `false` if none is left.
    func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }

    /// Returns one descriptor to the allowance.
    func giveBack() { left.withLock { $0 += 1 } }
}
