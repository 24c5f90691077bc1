import Glibc
import Synchronization

/// The descriptors that may be kept open for processes under watch: a third of the limit, and none
/// of those that reading anything at all takes.
final class DescriptorAllowance: Sendable {
    /// Descriptors for everything else.
    private static let reserve = 64
    private let left: Mutex<Int>

    /// Takes the limit as it is now.
    convenience init() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        self.init(limit: Int(clamping: limit.rlim_cur))
    }

    /// Takes a limit of open descriptors.
    init(limit: Int) {
        left = Mutex(max(0, (limit - Self.reserve) / 3))
    }

    /// Whether one more may be kept open.
    func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }

    /// Gives one back.
    func giveBack() { left.withLock { $0 += 1 } }
}
