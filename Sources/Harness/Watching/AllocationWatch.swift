internal import CLinux
import Glibc

/// The allocations of a process that its data limit refused.
struct Refusals: Sendable, Equatable {
    /// The number of refused allocations.
    private(set) var count = 0
    /// The last refused allocation; `nil` if there was none.
    private(set) var last: Refusal?

    mutating func add(_ refusal: Refusal) {
        count += 1
        last = refusal
    }
}

/// An allocation that a data limit refused.
struct Refusal: Sendable, Equatable {
    /// The requested size, in bytes.
    var bytes: Int
    /// The size that the process had already reserved, in bytes.
    var dataBytes: Int
}

/// A watch on the memory calls of a tree under a data limit, because the kernel doesn't count
/// refusals.
///
/// The process stops twice per call: before it, to read the request, and after it, to read the
/// result.
struct AllocationWatch {
    private let limitBytes: Int
    private var calls: [pid_t: clinux_allocation] = [:]
    /// Whether each call and its result could be read.
    private(set) var hasSeenAll = true

    /// Watches for refusals by a limit, in bytes.
    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    /// Records the call that a thread is about to make.
    mutating func begin(_ thread: pid_t) {
        var call = clinux_allocation()
        let status = clinux_read_allocation(thread, &call)
        if status == 0 { calls[thread] = call }
        // A process that was killed in the meantime no longer has a call.
        if status < 0, status != -ESRCH { hasSeenAll = false }
    }

    /// Records the result; returns the refusal if the limit was the cause, otherwise `nil`.
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

    /// Returns the size that a failed call requested; `nil` if the call succeeded.
    ///
    /// - Parameters:
    ///   - asked: The additional size requested; not used for brk.
    ///   - breakAddress: The requested end of the heap, for brk; 0 for other calls.
    ///   - result: The result: an address, or a negative error number.
    static func refusedBytes(asked: Int64, breakAddress: Int64, result: Int64) -> Int? {
        // brk returns the current end of the heap and never an error.
        if breakAddress > 0 { return result < breakAddress ? Int(breakAddress - result) : nil }
        return result == -Int64(ENOMEM) ? Int(asked) : nil
    }

    /// Returns whether the limit was the cause, and not another limit or a lack of addresses. The
    /// kernel compares whole pages.
    static func isBeyond(_ refusal: Refusal, limitBytes: Int) -> Bool {
        let pageCount = refusal.bytes / pageBytes + (refusal.bytes % pageBytes > 0 ? 1 : 0)
        return pageCount + refusal.dataBytes / pageBytes > limitBytes / pageBytes
    }

    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
}
