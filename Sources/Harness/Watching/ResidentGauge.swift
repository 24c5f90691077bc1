import Glibc

/// The resident and shared (file and shmem) memory of a process, in bytes.
struct ResidentBytes: Equatable {
    var resident = 0
    var shared = 0

    /// The private anonymous memory, except for pages that a fork still shares.
    var anonymous: Int { resident - shared }

    /// Returns the figures, raised to those of a page table walk.
    func raised(to walk: PageWalk) -> ResidentBytes {
        let resident = max(self.resident, walk.residentBytes)
        return ResidentBytes(
            resident: resident, shared: resident - max(anonymous, walk.anonymousBytes))
    }
}

/// The `statm` of one thread, kept open if descriptors allow it: a reading then takes 1.5 µs.
final class ResidentGauge {
    private let path: String
    private var descriptor: Int32 = -1
    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// Creates the gauge of a thread; that of the leader is empty once it has exited.
    ///
    /// - Parameter staysOpen: Whether to keep the file open.
    init(thread: pid_t, of process: pid_t, staysOpen: Bool) {
        path = "/proc/\(process)/task/\(thread)/statm"
        if staysOpen { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Whether the file is open.
    var isOpen: Bool { descriptor >= 0 }

    /// Reads the gauge; zero for a thread without memory, or the error number on failure.
    func read() -> Result<ResidentBytes, SystemError> {
        guard descriptor >= 0 else { return withProcFile(path, Self.parse) }
        return withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count >= 0 else { return .failure(SystemError(number: errno)) }
            return .success(Self.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
        }
    }

    private static func parse(_ text: UnsafeRawBufferPointer) -> ResidentBytes {
        var numbers = ProcNumbers(text)
        _ = numbers.next()
        return ResidentBytes(
            resident: (numbers.next() ?? 0) &* pageBytes,
            shared: (numbers.next() ?? 0) &* pageBytes)
    }
}
