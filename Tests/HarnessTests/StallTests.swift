import Glibc
import MemoryBudget
import Processes
import Testing

@testable import Harness

private let second = 1_000_000_000

/// Decisions from plain values, because only a machine with cgroup v2 could show them.
@Suite("Trees stalled by memory pressure")
struct StallTests {
    private func stallWatch(startSeconds: Int = 0, timeout: Duration) -> StallWatch? {
        StallWatch(
            Watcher.Settings(timeout: timeout), startNanoseconds: startSeconds * second)
    }

    private func round(_ pressure: PressureReading?, unitCount: Int? = nil) -> WatchRound {
        var round = WatchRound(pressure: pressure)
        round.gauges = GaugeReading(hasWorker: unitCount != nil, unitsDone: unitCount ?? 0)
        return round
    }

    /// Returns the finding if the pressure is read 10 s before a deadline of 60 s, and at it.
    private func stall(
        fullMilliseconds: Int, userMilliseconds: Int = 0, units: (Int, Int)? = nil,
        high: Int? = 16 << 20, windowSeconds: Int = 10, lateSeconds: Int = 0
    ) -> Stall? {
        var watch = stallWatch(timeout: .seconds(60))
        let before = PressureReading(
            fullMicroseconds: 7_000, userMicroseconds: 5_000, highBytes: high)
        let after = PressureReading(
            fullMicroseconds: 7_000 + fullMilliseconds * 1000,
            userMicroseconds: 5_000 + userMilliseconds * 1000, highBytes: high,
            takenNanoseconds: 60 * second + lateSeconds * second)
        watch?.take(round(before, unitCount: units?.0), at: (60 - windowSeconds) * second)
        watch?.take(round(after, unitCount: units?.1), at: 60 * second)
        return watch?.stall
    }

    @Test("Nine of the last ten seconds under a memory.high are a stall, with their figures")
    func stalled() {
        #expect(
            stall(fullMilliseconds: 9_000)
                == Stall(
                    stalledNanoseconds: 9 * second, windowNanoseconds: 10 * second,
                    highBytes: 16 << 20))
        #expect(stall(fullMilliseconds: 8_999) == nil)
        #expect(stall(fullMilliseconds: 9_900, high: nil) == nil)
    }

    @Test("A finished unit is progress; without one, processor time is not")
    func units() {
        #expect(stall(fullMilliseconds: 9_500, units: (4, 5)) == nil)
        #expect(stall(fullMilliseconds: 9_500, userMilliseconds: 400, units: (4, 4)) != nil)
    }

    @Test("If nothing is counted, more than 1 % of a processor is progress")
    func processorTime() {
        #expect(stall(fullMilliseconds: 9_500, userMilliseconds: 100) != nil)
        #expect(stall(fullMilliseconds: 9_500, userMilliseconds: 101) == nil)
    }

    @Test("A watcher that was late for most of the window decides nothing")
    func late() {
        #expect(stall(fullMilliseconds: 9_000, windowSeconds: 9) != nil)
        #expect(stall(fullMilliseconds: 8_000, windowSeconds: 8) == nil)
    }

    @Test("A harness delayed before its last reading counts the time up to it")
    func heldUp() {
        #expect(stall(fullMilliseconds: 15_000, lateSeconds: 5)?.windowNanoseconds == 15 * second)
        #expect(stall(fullMilliseconds: 13_000, lateSeconds: 5) == nil)
    }

    @Test("The pressure is read in the last ten seconds, and only if it is available")
    func due() throws {
        let read = round(PressureReading(fullMicroseconds: 0, userMicroseconds: 0))
        var watch = try #require(stallWatch(startSeconds: 5, timeout: .seconds(30)))
        #expect(!watch.isDue(at: 25 * second - 1) && watch.isDue(at: 25 * second))
        watch.take(read, at: 25 * second)
        #expect(!watch.isDue(at: 25_100_000_000 - 1) && watch.isDue(at: 25_100_000_000))
        watch.take(read, at: 35 * second - 1)
        #expect(watch.isDue(at: 35 * second))
        watch.take(read, at: 35 * second)
        #expect(!watch.isDue(at: 36 * second))
        var absent = try #require(stallWatch(timeout: .seconds(10)))
        #expect(absent.isDue(at: 0))
        absent.take(round(nil), at: 0)
        #expect(!absent.isDue(at: 10 * second) && absent.stall == nil)
    }

    @Test("A deadline of less than ten seconds is not examined")
    func short() {
        #expect(stallWatch(timeout: .nanoseconds(10 * second - 1)) == nil)
        #expect(StallWatch(Watcher.Settings(), startNanoseconds: 0) == nil)
    }

    /// Returns the readings of a watch until two seconds after a deadline, and the actions.
    private func watch(
        timeout: Duration, pressure: (_ now: Int) -> PressureReading?
    ) -> (readings: SampledReadings, actions: [Watcher.Action]) {
        var watcher = Watcher(Watcher.Settings(timeout: timeout), startNanoseconds: 0)
        var actions: [Watcher.Action] = []
        var isEnded = false
        for now in stride(from: 0, through: timeout.wholeNanoseconds + 2 * second, by: second / 4) {
            var round = WatchRound(
                tree: TreeState(processCount: 1, hasLeader: true, isEnded: isEnded))
            if watcher.stallWatch?.isDue(at: now) == true { round.pressure = pressure(now) }
            actions += watcher.step(round, at: now)
            isEnded = !actions.isEmpty
        }
        return (watcher.readings, actions)
    }

    @Test("A stalled tree is ended exactly at its deadline, like any other")
    func watcher() {
        let stalled = watch(timeout: .seconds(20)) { now in
            PressureReading(
                fullMicroseconds: now / 1000, userMicroseconds: 0, highBytes: 1 << 20,
                takenNanoseconds: now)
        }
        #expect(stalled.readings.stall?.stalledNanoseconds == 10 * second)
        #expect(stalled.actions == [.askToEnd(.deadline, signal: SIGTERM), .end(.deadline)])
        let free = watch(timeout: .seconds(20)) { now in
            PressureReading(
                fullMicroseconds: 0, userMicroseconds: 0, highBytes: 1 << 20,
                takenNanoseconds: now)
        }
        #expect(free.readings.stall == nil && free.actions == stalled.actions)
        #expect(watch(timeout: .seconds(20)) { _ in nil }.readings.stall == nil)
    }

    @Test("The outcome is stalled only instead of timed out")
    func outcome() {
        var trial = RawTrial(
            specification: TrialSpecification(
                command: Command(["/bin/true"], environment: [:]),
                limits: TrialLimits(timeout: .seconds(60)), directory: "/tmp", strategy: "true",
                scale: ScaleRecord(Scale(units: 1), inputBytes: nil)),
            startedAt: "2026-01-05T10:00:01.000Z",
            enforcement: EnforcementRecord(requested: .auto))
        trial.tree.hasExecuted = true
        trial.tree.leaderStatus = .signaled(signal: SIGTERM)
        trial.stopReason = .deadline
        #expect(trial.proof.outcome == .timedOut)
        trial.samples.stall = Stall(
            stalledNanoseconds: 9 * second, windowNanoseconds: 10 * second, highBytes: 16 << 20)
        #expect(
            trial.proof
                == .stalled(
                    timeoutNanoseconds: 60 * second, highBytes: 16 << 20,
                    stalledNanoseconds: 9 * second, windowNanoseconds: 10 * second))
        #expect(trial.proof.outcome == .stalled)
        trial.stopReason = .interrupted
        #expect(trial.proof.outcome == .unmeasured)
    }
}

@Suite("The pressure on a trial's own cgroup")
struct PressureTests {
    private static let pressure = """
        some avg10=81.00 avg60=20.00 avg300=5.00 total=9100000
        full avg10=79.12 avg60=19.00 avg300=4.90 total=8000123

        """

    /// Creates a group of version 2 below our own, with its files.
    private func group(_ files: FakeCgroups = .version2()) throws -> (TrialCgroup, FakeCgroups) {
        let parent = try CgroupParent(
            files: files, owner: HarnessIdentity(process: 77, startTicks: 123))
        let group = try parent.makeGroup(limitBytes: 64 << 20)
        files.set("\(group.path)/memory.pressure", Self.pressure)
        files.set("\(group.path)/cpu.stat", "usage_usec 900\nuser_usec 500\nsystem_usec 400\n")
        files.set("\(group.path)/memory.high", "max\n")
        files.set("\(FakeCgroups.own)/memory.high", "max\n")
        return (group, files)
    }

    @Test("The counters and limits come from our own group or one above it")
    func reading() throws {
        let (group, files) = try group()
        #expect(
            group.pressure()
                == PressureReading(fullMicroseconds: 8_000_123, userMicroseconds: 500))
        files.set("\(group.path)/memory.high", "33554432\n")
        #expect(group.pressure()?.highBytes == 32 << 20)
        files.set("/sys/fs/cgroup/user.slice/memory.high", "16777216\n")
        #expect(group.pressure()?.highBytes == 16 << 20)
    }

    @Test("A kernel without pressure counters reports nothing")
    func absent() throws {
        let (group, files) = try group()
        files.set("\(group.path)/memory.pressure", "")
        #expect(group.pressure() == nil)
    }

    @Test(
        "A line's total is found by the line's name", arguments: ["", "full avg10=0.00", "fuller"])
    func broken(text: String) {
        #expect(PressureLine(of: "full", in: Self.pressure)?.totalMicroseconds == 8_000_123)
        #expect(PressureLine(of: "some", in: Self.pressure)?.totalMicroseconds == 9_100_000)
        #expect(PressureLine(of: "full", in: text) == nil)
    }

    @Test("Only a group of version 2 reports pressure, through the mechanism in force")
    func mechanisms() throws {
        let (group, _) = try group()
        let armed: [any ArmedEnforcement] = [
            ArmedWatchdog(watchedBudget: nil), ArmedDataLimit(dataLimitBytes: 1),
            ArmedCgroup(
                group: group, isContainer: true,
                limit: TreeLimit(fixedBytes: 1 << 20, bytesPerProcess: 0)),
        ]
        #expect(armed.map { $0.pressure() != nil } == [false, false, true])
        let old = TrialCgroup(
            path: group.path, version: CgroupV1(), files: FakeCgroups.version2(), hold: true)
        #expect(old.pressure() == nil)
    }
}
