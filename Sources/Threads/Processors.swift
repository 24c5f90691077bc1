internal import Glibc

/// The machine's processors.
///
/// ```swift
/// print(Processors.usableCount)
/// ```
package enum Processors {
    /// The number of processors that this process may run on, at least 1.
    package static var usableCount: Int {
        // Swift can't import sched_getaffinity(2), but the kernel also provides its result here.
        allowedCount(inStatus: beginning(of: "/proc/self/status"))
            ?? max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
    }

    /// Returns the number of processors in a process's status: `Cpus_allowed:` and a hexadecimal
    /// mask with commas; `nil` if it is missing.
    static func allowedCount(inStatus text: String) -> Int? {
        let name = "Cpus_allowed:"
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else {
            return nil
        }
        let count = line.dropFirst(name.count).reduce(0) { count, digit in
            count + (digit.hexDigitValue?.nonzeroBitCount ?? 0)
        }
        return count > 0 ? count : nil
    }

    /// Returns the first bytes of a file, at most 16 KiB, which is all of a status file in one
    /// read. Empty if it can't be read.
    private static func beginning(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 16 << 10) { memory, count in
            count = max(read(descriptor, memory.baseAddress, memory.count), 0)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
