import Files
import Glibc

/// The memory figures in `/proc/PID/status`, in bytes.
///
/// A thread's own file also works after the leader has exited, when the leader's is empty.
struct MemoryStatus: Equatable {
    var name = ""
    var processID: pid_t = 0
    var parentID: pid_t = 0
    /// The high-water mark of the current image's resident memory.
    var peakRSSBytes = 0
    var rssBytes = 0
    var anonymousBytes = 0
    var fileBytes = 0
    var shmemBytes = 0
    /// The reserved private writable memory, which RLIMIT_DATA limits.
    var dataBytes = 0
    /// The number of threads, including the one that is read.
    var threadCount = 1

    /// Reads a thread's status; `nil` once the thread is gone.
    init?(thread: pid_t) {
        let status = withProcFile("/proc/\(thread)/status") { MemoryStatus(parsing: $0) }
        guard case .success(let status) = status else { return nil }
        self = status
    }

    /// Parses the text of a status file.
    init(parsing text: [UInt8]) {
        self = text.withUnsafeBytes { MemoryStatus(parsing: $0) }
    }

    /// Parses the text of a status file without a copy: it is read several times for every process.
    init(parsing text: UnsafeRawBufferPointer) {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            take(UnsafeRawBufferPointer(rebasing: text[start..<end]))
            start = end + 1
        }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer) {
        switch line.first {
        case UInt8(ascii: "V"):
            takeKibibytes(line, of: "VmHWM:", into: \.peakRSSBytes)
            takeKibibytes(line, of: "VmRSS:", into: \.rssBytes)
            takeKibibytes(line, of: "VmData:", into: \.dataBytes)
        case UInt8(ascii: "R"):
            takeKibibytes(line, of: "RssAnon:", into: \.anonymousBytes)
            takeKibibytes(line, of: "RssFile:", into: \.fileBytes)
            takeKibibytes(line, of: "RssShmem:", into: \.shmemBytes)
        case UInt8(ascii: "T"):
            if let number = Self.number(line, of: "Tgid:") { processID = pid_t(number) }
            if let number = Self.number(line, of: "Threads:") { threadCount = number }
        case UInt8(ascii: "P"):
            if let number = Self.number(line, of: "PPid:") { parentID = pid_t(number) }
        case UInt8(ascii: "N"):
            guard Self.hasKey(line, named: "Name:") else { return }
            name = String(decoding: line.dropFirst(5).drop { $0 == 9 || $0 == 32 }, as: UTF8.self)
        default: return
        }
    }

    private mutating func takeKibibytes(
        _ line: UnsafeRawBufferPointer, of key: StaticString,
        into field: WritableKeyPath<MemoryStatus, Int>
    ) {
        if let number = Self.number(line, of: key) { self[keyPath: field] = number << 10 }
    }

    private static func number(_ line: UnsafeRawBufferPointer, of key: StaticString) -> Int? {
        guard hasKey(line, named: key) else { return nil }
        var numbers = ProcNumbers(line, from: key.utf8CodeUnitCount)
        return numbers.next()
    }

    private static func hasKey(_ line: UnsafeRawBufferPointer, named key: StaticString) -> Bool {
        let key = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        guard line.count > key.count else { return false }
        for index in 0..<key.count where line[index] != key[index] { return false }
        return true
    }
}

/// The contents of an `io` file: of a process with its waited-for children, or of one thread.
struct InputOutput: Equatable {
    /// The number of bytes passed to read(2) and related calls.
    var readBytes = 0
    /// The number of bytes passed to write(2) and related calls.
    var writtenBytes = 0

    init() {}

    /// Reads the transfers of a process and the children that it waited for.
    init?(process: pid_t) {
        self.init(path: "/proc/\(process)/io")
    }

    /// Reads a file.
    init?(path: String) {
        // The lines are "rchar: N", "wchar: N", and others.
        let numbers = withProcFile(path) { text in
            var numbers = ProcNumbers(text)
            _ = numbers.next()
            readBytes = numbers.next() ?? 0
            _ = numbers.next()
            writtenBytes = numbers.next() ?? 0
        }
        guard case .success = numbers else { return nil }
    }
}
