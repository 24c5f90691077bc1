import Files
import Glibc

/// What `/proc/PID/status` says of a process's memory, in bytes.
///
/// Exact, unlike `stat` and `ru_maxrss`, which lag behind by per-CPU counters. A thread's own file
/// also works after its leader is gone, when the leader's says nothing.
struct MemoryStatus: Equatable {
    var name = ""
    var processID: pid_t = 0
    var parentID: pid_t = 0
    /// High-water mark of resident memory of the present image.
    var peakRSSBytes = 0
    var rssBytes = 0
    var anonymousBytes = 0
    var fileBytes = 0
    var shmemBytes = 0
    /// Reserved private writable memory: what RLIMIT_DATA counts.
    var dataBytes = 0

    /// Reads a thread's status; nil once it is gone.
    init?(thread: pid_t) {
        guard let text = readProcFile("/proc/\(thread)/status") else { return nil }
        self.init(parsing: text)
    }

    /// Parses the text of a status file.
    init(parsing text: [UInt8]) {
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...]
            switch String(decoding: line[..<colon], as: UTF8.self) {
            case "Name": name = Self.word(value)
            case "Tgid": processID = pid_t(Self.number(value))
            case "PPid": parentID = pid_t(Self.number(value))
            case "VmHWM": peakRSSBytes = Self.number(value) << 10
            case "VmRSS": rssBytes = Self.number(value) << 10
            case "RssAnon": anonymousBytes = Self.number(value) << 10
            case "RssFile": fileBytes = Self.number(value) << 10
            case "RssShmem": shmemBytes = Self.number(value) << 10
            case "VmData": dataBytes = Self.number(value) << 10
            default: continue
            }
        }
    }

    private static func number(_ field: ArraySlice<UInt8>) -> Int {
        field.lazy.filter { $0 >= 48 && $0 <= 57 }.reduce(0) { $0 &* 10 &+ Int($1 - 48) }
    }

    private static func word(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.drop { $0 == 9 || $0 == 32 }, as: UTF8.self)
    }
}

/// What `/proc/PID/io` says, reaped children included.
struct InputOutput: Equatable {
    /// Bytes passed to read(2) and its kin.
    var readBytes = 0
    /// Bytes passed to write(2) and its kin.
    var writtenBytes = 0

    init?(process: pid_t) {
        guard let text = readProcFile("/proc/\(process)/io") else { return nil }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard parts.count == 2, let value = Int(parts[1]) else { continue }
            if parts[0] == "rchar:" { readBytes = value }
            if parts[0] == "wchar:" { writtenBytes = value }
        }
    }
}

/// What the page tables of a process say: exact, and as dear as the process is large.
struct PageWalk: Equatable {
    /// Pages that it has in memory.
    var residentBytes = 0
    /// The same with shared pages divided by their users.
    var proportionalBytes = 0

    /// Walks; nil for a process that is gone, or doesn't let itself be looked at.
    init?(process: pid_t) {
        guard let text = readProcFile("/proc/\(process)/smaps_rollup"),
            let walk = PageWalk(parsing: text)
        else { return nil }
        self = walk
    }

    /// Parses the text of `smaps_rollup`; nil for one without figures.
    init?(parsing text: [UInt8]) {
        var hasFigures = false
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let parts = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard parts.count >= 2, let kibibytes = Int(parts[1]) else { continue }
            if parts[0] == "Rss:" { (residentBytes, hasFigures) = (kibibytes << 10, true) }
            if parts[0] == "Pss:" { proportionalBytes = kibibytes << 10 }
        }
        if !hasFigures { return nil }
    }
}

/// The proportional set size of a process, in bytes: shared pages are divided by their users.
func proportionalBytes(process: pid_t) -> Int? { PageWalk(process: process)?.proportionalBytes }

/// An open `statm`, read again and again for 1.5 µs each.
struct ResidentGauge: ~Copyable {
    private let descriptor: Int32
    private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// Opens the gauge of a process, or of one thread of it once its leader has left.
    init?(process: pid_t, thread: pid_t) {
        descriptor = open("/proc/\(process)/task/\(thread)/statm", O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Resident and shared (file and shmem) bytes; zero for a process without memory, nil when gone.
    func read() -> (residentBytes: Int, sharedBytes: Int)? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count > 0 else { return nil }
            var fields = (0, 0, 0)
            var index = 0
            for byte in buffer[0..<count] {
                if byte == 32 {
                    index += 1
                    if index == 3 { break }
                } else if byte >= 48 && byte <= 57 {
                    let digit = Int(byte - 48)
                    switch index {
                    case 0: fields.0 = fields.0 &* 10 &+ digit
                    case 1: fields.1 = fields.1 &* 10 &+ digit
                    default: fields.2 = fields.2 &* 10 &+ digit
                    }
                }
            }
            return (fields.1 &* Self.pageBytes, fields.2 &* Self.pageBytes)
        }
    }
}
