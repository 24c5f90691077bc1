internal import CLinux
import Glibc

/// The allocations of a process that its data limit refused.
struct Refusals: Sendable, Equatable {
    /// Their number.
    private(set) var count = 0
    /// The last one; nil if there was none.
    private(set) var last: Refusal?

    mutating func add(_ refusal: Refusal) {
        count += 1
        last = refusal
    }
}

/// An allocation that a data limit refused.
struct Refusal: Sendable, Equatable {
    /// The size that was asked for.
    var bytes: Int
    /// The size that the process had reserved by then.
    var dataBytes: Int
}

/// Sees the calls for memory of a tree under a data limit, of which the kernel counts no refusal.
///
/// Each such call stops twice: before it, to see what is asked for, and after it, to see the answer.
struct AllocationWatch {
    private let limitBytes: Int
    private var calls: [pid_t: clinux_allocation] = [:]
    /// Whether each call and its answer could be read.
    private(set) var hasSeenAll = true

    /// Watches for refusals by a limit, in bytes.
    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    /// Takes note of the call that a thread is about to make.
    mutating func begin(_ thread: pid_t) {
        var call = clinux_allocation()
        let status = clinux_read_allocation(thread, &call)
        if status == 0 { calls[thread] = call }
        // A process that was killed meanwhile has no call any more.
        if status < 0, status != -ESRCH { hasSeenAll = false }
    }

    /// Takes note of the answer; what was refused for the limit, nil if nothing was.
    mutating func end(_ thread: pid_t) -> Refusal? {
        var result: Int64 = 0
        guard let call = calls.removeValue(forKey: thread),
            clinux_read_result(thread, &result) == 0,
            let bytes = Self.refusedBytes(
                asked: call.bytes, breakAddress: call.break_address, result: result), bytes > 0,
            let status = MemoryStatus(thread: thread)
        else { return nil }
        let refusal = Refusal(bytes: bytes, dataBytes: status.dataBytes)
        return Self.isBeyond(refusal, limitBytes: limitBytes) ? refusal : nil
    }

    /// Forgets a thread that ended.
    mutating func forget(_ thread: pid_t) {
        calls[thread] = nil
    }

    /// The size that a call asked for in vain; nil if it got it.
    ///
    /// - Parameters:
    ///   - asked: The size that it wants more; not used for brk.
    ///   - breakAddress: Where brk is to move the end of the heap; 0 for other calls.
    ///   - result: The answer: an address, or a negative error number.
    static func refusedBytes(asked: Int64, breakAddress: Int64, result: Int64) -> Int? {
        // The answer of brk is where the heap ends now, and never an error.
        if breakAddress > 0 { return result < breakAddress ? Int(breakAddress - result) : nil }
        return result == -Int64(ENOMEM) ? Int(asked) : nil
    }

    /// Whether the limit was the reason, and not another limit or a want of addresses: the kernel
    /// compares whole pages.
    static func isBeyond(_ refusal: Refusal, limitBytes: Int) -> Bool {
        let pageCount = refusal.bytes / pageBytes + (refusal.bytes % pageBytes > 0 ? 1 : 0)
        return pageCount + refusal.dataBytes / pageBytes > limitBytes / pageBytes
    }

    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
}
