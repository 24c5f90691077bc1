internal import CLinux
internal import Glibc
internal import Processes
internal import Synchronization
internal import Threads

/// A reader of the largest process's memory at each new high, on a thread of its own: a reading
/// takes milliseconds, which would block the watcher for too long.
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

    /// The highest value, shared by the two threads.
    private final class Highest: Sendable {
        let value = Mutex(High())
    }

    /// The time after which an unsurpassed high may be the peak: then a small rise is worth a
    /// reading.
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

    /// Records the largest process, at negligible cost.
    func note(_ process: WatchedProcess) {
        let bytes = process.bytes.resident
        high.value.withLock { high in
            guard bytes > high.bytes else { return }
            high = High(
                process: process.id, thread: process.thread, bytes: bytes,
                seenNanoseconds: monotonicNanoseconds())
        }
    }

    /// Ends the thread; must be called once.
    func finish() {
        var byte: UInt8 = 1
        _ = write(wake.writeEnd, &byte, 1)
        thread.join()
        wake.close()
    }

    private static func read(with reader: MemoryReader, highest: Highest, until wake: Int32) {
        // The program's own threads must not delay this one.
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

/// The processor time allowed for readings: a tenth of a core, plus savings for a steep rise.
struct LookAllowance {
    /// The remaining time; negative if overspent.
    private var creditNanoseconds = Self.creditMaximumNanoseconds
    private var updatedNanoseconds: Int

    /// The length of a pause, as a multiple of the time that readings took.
    private static let pausePerCost = 10
    private static let creditMaximumNanoseconds = 200_000_000
    private static let pauseMinimumNanoseconds = 500_000
    private static let riseShares = (least: 0.004, most: 0.02)

    /// Starts with the maximum savings.
    init(at now: Int) { updatedNanoseconds = now }

    /// The time until the next reading.
    var pauseNanoseconds: Int {
        max(Self.pauseMinimumNanoseconds, -creditNanoseconds * Self.pausePerCost)
    }

    /// The rise that is worth a reading, as a share of the last reading. It grows as the allowance
    /// shrinks, so that the allowance lasts until the peak.
    var riseShare: Double {
        let left = Double(max(0, creditNanoseconds)) / Double(Self.creditMaximumNanoseconds)
        return Self.riseShares.most - left * (Self.riseShares.most - Self.riseShares.least)
    }

    /// Records the cost of a reading.
    mutating func spend(_ cost: Int, at now: Int) {
        let earned = (now - updatedNanoseconds) / Self.pausePerCost
        creditNanoseconds = min(Self.creditMaximumNanoseconds, creditNanoseconds + earned) - cost
        updatedNanoseconds = now
    }
}
