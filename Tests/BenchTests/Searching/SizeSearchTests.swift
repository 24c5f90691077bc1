import Harness
import MemoryBudget
import Reports
import RunStore
import Synchronization
import TestSupport
import Testing

@testable import Bench

@Suite("Limits for engines, without processes")
struct SizeSearchTests: SizingSuite {
    @Test("The limit for the largest input is close to the need, and trials there stay within it")
    func found() async throws {
        let search = try await search(job())
        let record = search.record
        #expect(search.status == .success && record.isResolved && record.stoppedBecause == nil)
        #expect(record.metric == .container && record.enforcement == .cgroup)
        #expect(record.points.count == 5 && record.needs.count == 5)
        #expect(record.points.last?.units == 10_000)
        let limit = Double(try #require(record.limitBytes))
        let need = Self.need(at: 10_000)
        #expect(limit >= need && limit <= 1.1 * need)
        #expect(Int(limit) % (1 << 20) == 0)
        let interval = try #require(record.needBytes)
        #expect(
            interval.low <= need && need <= interval.high && interval.high <= limit
                && interval.high <= 1.1 * need)
        #expect(record.formula == nil)
        #expect(record.growth?.candidates.first == .linear)
        #expect(record.growth?.isExtrapolation == false)
        #expect(record.verification?.runCount == 10 && record.verification?.failureCount == 0)
        #expect(limited(search).allSatisfy { $0.scale.units == 10_000 })
        #expect(limited(search).allSatisfy { $0.budget?.limit.bytes == record.limitBytes })
        #expect(record.trials.count { $0.kind == .need } == 3)
        #expect(record.verification?.speedShare?.estimate == 1)
        #expect(record.verification?.isSpeedSignificant == false)
    }

    @Test("A formula covers the need at every size, and is verified between the fitted sizes")
    func formula() async throws {
        let search = try await search(job()) { $0.engine = .nextflow }
        let record = search.record
        let formula = try #require(record.formula)
        for units in stride(from: 300, through: 10_000, by: 313) {
            let limit = formula.bytes(at: units)
            #expect(limit >= Self.need(at: units) && limit <= 1.25 * Self.need(at: units))
        }
        let sizes = Set(limited(search).map(\.scale.units))
        #expect(sizes.count == 5 && sizes.contains(10_000))
        #expect(sizes.intersection(record.points.map(\.units)) == [10_000])
        let limits = limited(search).map { $0.budget?.limit.bytes }
        let expected = limited(search).map { trial in
            SizingEngine.nextflow.limit(atLeast: formula.bytes(at: trial.scale.units)).bytes
        }
        #expect(limits == expected)
    }

    @Test("Without containers the limit follows from peak RSS, with three trials per size")
    func peaks() async throws {
        let search = try await search(job(hasCgroups: false))
        let record = search.record
        #expect(record.metric == .peakRSS && record.enforcement == .watchdog)
        #expect(record.needs.isEmpty && record.points.map(\.needBytes).count == 5)
        #expect(record.trials.count == 5 * 3 + 10 + 3)
        #expect(record.isResolved)
        let limit = Double(record.limitBytes ?? 0)
        #expect(limit >= Self.need(at: 10_000) && limit <= 1.25 * Self.need(at: 10_000))
    }

    @Test("A limit above the engine's maximum is not a result: exit status 1")
    func aboveLargest() async throws {
        let search = try await search(job(memoryBytes: 256 << 30)) {
            $0.engine = .cloudRun
            $0.inputMax = Scale(units: 3_000_000)
        }
        #expect(search.status == .overBudget && search.record.limitBytes == nil)
        #expect(search.record.verification == nil)
        #expect(search.record.stoppedBecause?.contains("Cloud Run allows at most 32.0 GiB") == true)
    }

    @Test(
        "Several processes that hold memory at once are rejected; a waiting shell is accepted",
        arguments: [(1 << 20, MemoryBudget.ExitStatus.success), (32 << 20, .inconclusive)])
    func processes(others bytes: Int, status: MemoryBudget.ExitStatus) async throws {
        let place = try job(hasCgroups: false) { planned in
            var trial = FakeTrial.holding(Int(Self.need(at: planned.cell.scale.units)))
            trial.otherBytes = bytes
            return trial
        }
        let search = try await search(place)
        #expect(search.status == status)
        #expect((search.record.limitBytes == nil) == (status == .inconclusive))
        let reason = search.record.stoppedBecause
        #expect(reason?.contains("--metric peak-tree") == (status == .inconclusive ? true : nil))
    }

    @Test("Out of time, the result so far is in the record, and the exit status is 3")
    func timeLimit() async throws {
        let early = try await search(job(), timeLimit: .seconds(5))
        #expect(early.status == .inconclusive && early.record.limitBytes == nil)
        let late = try await search(job(), timeLimit: .seconds(40))
        #expect(late.status == .inconclusive && !late.record.isResolved)
        #expect(late.record.limitBytes != nil)
    }

    @Test("A signal ends the search with the result so far", arguments: [2, 40])
    func interrupted(after count: Int) async throws {
        let place = try job()
        place.system.stop(after: count)
        let search = try await search(place)
        #expect(search.interruption == 15 && search.status == .inconclusive)
        #expect(search.record.stoppedBecause == "it was interrupted")
        #expect(!search.record.isResolved)
        let runs = search.record.needs.flatMap(\.trials) + search.record.trials
        #expect(runs.count == count - 1)
        #expect((search.record.limitBytes != nil) == (search.record.points.count >= 2))
    }

    @Test("A job that crashes ends the search with the exit status of the crash")
    func crash() async throws {
        let search = try await search(job { _ in .ending(as: .crashed) })
        #expect(search.status == .crashed && search.record.limitBytes == nil)
    }

    @Test("If trials disagree, the need of a size is above every budget that failed")
    func surelyEnough() throws {
        var record = NeedRecord(
            scenario: "s", strategy: "a", parameters: [:], unit: "rows",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil), enforcement: .cgroup,
            metric: .container)
        #expect(record.needBytes(resolutionShare: 0.05) == nil)
        func trial(_ mebibytes: Int, _ outcome: Outcome) -> Observation {
            var trial = Observation(
                strategy: "a", scale: record.scale, kind: .measured, startedAt: "",
                outcome: outcome, evidence: Evidence(.exited, detail: ""),
                enforcement: EnforcementRecord(requested: .cgroup),
                allocator: AllocatorRecord(name: .system, isAttached: false), wallNanoseconds: 1)
            trial.budget = Budget(metric: .container, limit: .mebibytes(mebibytes))
            return trial
        }
        record.trials = [
            trial(8, .overBudget), trial(10, .completed), trial(12, .completed),
            trial(10, .overBudget), trial(10, .completed), trial(16, .completed),
        ]
        #expect(record.needBytes(resolutionShare: 0.5) == 12 << 20)
        // By at most the resolution, because the next budget that was tried may be far away.
        #expect(record.needBytes(resolutionShare: 0.1) == 11 << 20)
    }
}
