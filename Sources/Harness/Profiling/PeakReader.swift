internal import CLinux
internal import Glibc
internal import Processes
internal import Synchronization
internal import Threads

/// Reads the memory of the largest process at each new high, on a thread of its own: a look takes
/// milliseconds, for which the watch can't wait.
final class PeakReader: Sendable {
    /// The highest resident memory that was seen.
    private struct High {
        var process: pid_t = 0
        var thread: pid_t = 0
        var bytes = 0
        var seenNanoseconds = 0
    }

    private let wake: Pipe
    private let thread: DedicatedThread
    private let high: Highest

    /// The high, handed from one thread to the other.
    private final class Highest: Sendable {
        let value = Mutex(High())
    }

    /// A high that nothing has passed for so long may be the peak: then a small rise is worth a look.
    private static let restNanoseconds = 4_000_000
    private static let restingRiseShare = 0.0005

    /// Starts the thread.
    init(_ reader: MemoryReader) throws {
        let wake = try Pipe()
        let high = Highest()
        do {
            thread = try DedicatedThread {
                Self.read(with: reader, highest: high, until: wake.readEnd)
            }
        } catch {
            wake.close()
            throw error
        }
        self.wake = wake
        self.high = high
    }

    /// Takes note of the largest process; it costs next to nothing.
    func note(_ process: WatchedProcess) {
        let bytes = process.bytes.resident
        high.value.withLock { high in
            guard bytes > high.bytes else { return }
            high = High(
                process: process.id, thread: process.thread, bytes: bytes,
                seenNanoseconds: monotonicNanoseconds())
        }
    }

    /// Ends the thread; to be called once.
    func finish() {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
        thread.join()
        wake.close()
    }

    private static func read(with reader: MemoryReader, highest: Highest, until wake: Int32) {
        // The program's own threads must not keep it from looking in time.
        clinux_sharpen_timers(1_000)
        var allowance = LookAllowance(at: monotonicNanoseconds())
        while clinux_wait_readable(wake, allowance.pauseNanoseconds) == 0 {
            let high = highest.value.withLock { $0 }
            let rests = monotonicNanoseconds() - high.seenNanoseconds >= restNanoseconds
            let rise = rests ? restingRiseShare : allowance.riseShare
            let worthwhile = Int(Double(reader.samples.captures.highestBytes) * (1 + rise))
            let before = threadNanoseconds()
            if high.bytes > worthwhile {
                reader.capturePeak(of: high.process, thread: high.thread, above: worthwhile)
            }
            allowance.spend(threadNanoseconds() - before, at: monotonicNanoseconds())
        }
    }
}

/// The processor time that looks may take: a tenth of a core, and what was saved up for a steep rise.
struct LookAllowance {
    /// Negative if more was spent than there was.
    private var creditNanoseconds = Self.creditMaximumNanoseconds
    private var updatedNanoseconds: Int

    /// That many times as long as looks took nothing is done.
    private static let pausePerCost = 10
    private static let creditMaximumNanoseconds = 200_000_000
    private static let pauseMinimumNanoseconds = 500_000
    private static let riseShares = (least: 0.004, most: 0.02)

    /// Starts with all that can be saved up.
    init(at now: Int) { updatedNanoseconds = now }

    /// The time until the next look.
    var pauseNanoseconds: Int {
        max(Self.pauseMinimumNanoseconds, -creditNanoseconds * Self.pausePerCost)
    }

    /// The rise that is worth a look, as a share of what was read last: more where little is left, so
    /// that it lasts until the peak.
    var riseShare: Double {
        let left = Double(max(0, creditNanoseconds)) / Double(Self.creditMaximumNanoseconds)
        return Self.riseShares.most - left * (Self.riseShares.most - Self.riseShares.least)
    }

    /// Takes note of what a look took.
    mutating func spend(_ cost: Int, at now: Int) {
        let earned = (now - updatedNanoseconds) / Self.pausePerCost
        creditNanoseconds = min(Self.creditMaximumNanoseconds, creditNanoseconds + earned) - cost
        updatedNanoseconds = now
    }
}
