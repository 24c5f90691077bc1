import Files
import Glibc

/// The result of reading a process's memory.
enum ProcReading<Value> {
    /// The memory was read.
    case read(Value)
    /// The process is gone, or no longer has memory.
    case gone
    /// The process lives, but reading failed: descriptors have run out, or it hides its memory.
    case refused

    /// Classifies a failed call on a file of a process.
    ///
    /// A missing file proves nothing: /proc may be mounted so that it hides processes of other
    /// users. The kernel is then asked whether the process lives.
    init(failure number: Int32, of process: pid_t) {
        guard SystemError(number: number).meansGone else {
            self = .refused
            return
        }
        self = kill(process, 0) == 0 || errno == EPERM ? .refused : .gone
    }
}

/// Reads a file of /proc without keeping it open; a small one needs no allocation.
///
/// - Returns: The result of `body`, or the error number if the file could not be read.
func withProcFile<Value>(
    _ path: String, _ body: (UnsafeRawBufferPointer) -> Value
) -> Result<Value, SystemError> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(SystemError(number: errno)) }
    defer { close(descriptor) }
    return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count >= 0 else { return .failure(SystemError(number: errno)) }
        if count == buffer.count, let text = readProcFile(path) {
            return .success(text.withUnsafeBytes(body))
        }
        return .success(body(UnsafeRawBufferPointer(rebasing: buffer[..<count])))
    }
}

/// The error number of a system call.
struct SystemError: Error, Equatable {
    var number: Int32

    /// Whether the error means that a process's file doesn't exist.
    var meansGone: Bool { number == ENOENT || number == ESRCH }
}

/// Returns the number after a key at the start of a line, such as `Pss:`; `nil` without such a
/// line.
func procNumber(_ key: StaticString, in text: UnsafeRawBufferPointer) -> Int? {
    let key = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: key) {
        var numbers = ProcNumbers(UnsafeRawBufferPointer(rebasing: line.dropFirst(key.count)))
        return numbers.next()
    }
    return nil
}

/// The numbers in a text of words, in order; a word that is not a number counts as 0.
struct ProcNumbers: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var index: Int

    init(_ bytes: UnsafeRawBufferPointer, from index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    mutating func next() -> Int? {
        while index < bytes.count, bytes[index] <= 32 { index += 1 }
        guard index < bytes.count else { return nil }
        var number = 0
        while index < bytes.count, bytes[index] > 32 {
            let digit = bytes[index] &- 48
            if digit < 10 { number = number &* 10 &+ Int(digit) }
            index += 1
        }
        return number
    }
}
