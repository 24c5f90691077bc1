import Files
import Glibc
import MemoryBudget

/// The child side of fuzzing, which reads one input after another in a process that any of them may
/// end.
struct FuzzChild {
    /// The maximum address space; an input that needs more ends the child.
    private static let memoryMaximum = ByteCount.mebibytes(4 << 10)

    let order: FuzzOrder

    /// Reads inputs until the time is up.
    func run() async throws {
        var limit = rlimit(
            rlim_cur: rlim_t(Self.memoryMaximum.bytes), rlim_max: rlim_t(Self.memoryMaximum.bytes))
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        let place = FuzzPlace(repository: order.repository, folder: order.folder + "/place")
        try Directory.make(place.folder)
        guard let maker = FuzzTargets.maker(named: order.target) else {
            throw FuzzError("unknown target '\(order.target)'")
        }
        let target = try await maker.make(place)
        let progress = try FuzzProgress(in: order.folder)
        let end = FuzzClock.now() + order.nanoseconds
        var number = order.first
        while FuzzClock.now() < end {
            var mutator = Mutator(target.seeds, seed: order.seed, number: number)
            let input = mutator.input()
            try progress.begin(number, with: input)
            // Refusing an input is one of the two right results.
            try? await target.run(input)
            number += 1
        }
        try progress.begin(number, with: [])
    }
}

/// A record of the current input, with its number, that survives the child.
struct FuzzProgress: ~Copyable {
    private let number: OpenFile
    private let input: OpenFile

    init(in folder: String) throws(FileError) {
        let number = try OpenFile("\(folder)/number", O_RDWR | O_CREAT, to: .create)
        let input = try OpenFile("\(folder)/input", O_RDWR | O_CREAT, to: .create)
        self.number = number
        self.input = input
    }

    /// Records that an input is about to be read.
    func begin(_ next: UInt64, with bytes: [UInt8]) throws(FileError) {
        try input.truncate(to: 0)
        try input.write(bytes, at: 0)
        try number.write(withUnsafeBytes(of: next.littleEndian) { Array($0) }, at: 0)
    }

    /// Returns the number of the current or last input; `nil` before the first.
    static func number(in folder: String) -> UInt64? {
        guard let bytes = RegularFile.start(of: "\(folder)/number", byteCountMaximum: 8),
            bytes.count == 8
        else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// A monotonic clock, in nanoseconds.
enum FuzzClock {
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Returns the processor time of a process; `nil` if it is gone.
    static func processorTime(of process: pid_t) -> Int? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return nil
        }
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// An error of the fuzzer itself.
struct FuzzError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
