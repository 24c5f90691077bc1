import Harness
import MemoryBudget
import Reports
import RunStore
import Synchronization
import TestSupport
import Testing

@testable import Bench

@Suite("Limits for engines, without any process")
struct SizeSearchTests {
    /// A command without data: what it holds follows from the number of units alone.
    private func job(
        hasCgroups: Bool = true, memoryBytes: Int = 8 << 30,
        law: @escaping FakeSystem.Law = { .holding(Int(need(at: $0.cell.scale.units))) }
    ) throws -> Workplace {
        let text = """
            scenario: toucher
            command: [touch, "{scale}"]
            scales: [4, 8, 16]

            """
        return try Workplace(
            text, hasCgroups: hasCgroups, memoryBytes: memoryBytes, law: law)
    }

    private func search(
        _ place: Workplace, strategy: String = "command", metric: Metric? = nil,
        enforcement: Enforcement? = nil, timeLimit: Duration? = nil,
        _ change: (inout SizeQuestion) -> Void = { _ in }
    ) async throws -> SizeSearch {
        var settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: strategy)
        settings.timeLimit = timeLimit
        let (request, cell) = try settings.request(
            in: place.scenarios, on: place.system, events: place.note)
        var question = SizeQuestion(engine: .kubernetes, inputMax: Scale(units: 10_000))
        change(&question)
        var search = try SizeSearch(
            of: cell, in: request, for: question, metric: metric, enforcement: enforcement,
            settings: settings, on: place.system, events: place.note)
        try await search.run()
        return search
    }

    /// 8 MiB, and 16 KiB per row.
    private static func need(at units: Int) -> Double { Double((8 << 20) + (16 << 10) * units) }

    /// A job that needs more once it is verified: at the second run without a limit at 10,000 units.
    private static func needingMore(by factor: Double) -> FakeSystem.Law {
        let freeCount = Mutex(0)
        return { planned in
            let isFree = planned.kind == .need && planned.cell.scale.units == 10_000
            let count = freeCount.withLock { count in
                count += isFree ? 1 : 0
                return count
            }
            let bytes = need(at: planned.cell.scale.units)
            return .holding(Int(count > 1 ? factor * bytes : bytes))
        }
    }

    /// The runs that verify: under a limit, after all searches.
    private func limited(_ search: SizeSearch) -> [Observation] {
        search.record.trials.filter { $0.kind == .measured }
    }

    @Test("The limit is that of the largest input, near the need, and kept by runs there")
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

    @Test("A formula holds the need at every size, and is run between those it was fitted to")
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

    @Test("A run that fails raises the limit, and all are run again under the new one")
    func raised() async throws {
        let searched = Mutex(0)
        // Once 60 runs are done, which is when it is verified, a quarter more is needed.
        let place = try job { planned in
            let count = searched.withLock {
                $0 += 1; return $0
            }
            let bytes = Self.need(at: planned.cell.scale.units)
            return .holding(Int(count > 60 ? 1.25 * bytes : bytes))
        }
        let search = try await search(place)
        let record = search.record
        let runs = try #require(record.verification)
        #expect(runs.raiseCount >= 1 && runs.failureCount == 0 && runs.runCount == 10)
        #expect(search.status == .success && record.isResolved)
        #expect(Double(record.limitBytes ?? 0) >= 1.25 * Self.need(at: 10_000))
        #expect(runs.limitBytes == record.limitBytes)
    }

    @Test("A raise reaches at least the next limit that the engine takes")
    func smallRaise() async throws {
        let freeCount = Mutex(0)
        // 2.4 MiB at any size, for which the limit is 3; once it is verified, 5.5 MiB.
        let place = try job { planned in
            let isFree = planned.kind == .need && planned.cell.scale.units == 10_000
            let count = freeCount.withLock { count in
                count += isFree ? 1 : 0
                return count
            }
            return .holding(Int((count > 1 ? 5.5 : 2.4) * 0x1p20))
        }
        let search = try await search(place)
        #expect(search.record.verification?.raiseCount == 3)
        #expect(search.record.limitBytes == 6 << 20)
    }

    @Test("Where no raise helps it is inconclusive, and nothing is called verified")
    func notKept() async throws {
        let searched = Mutex(0)
        let place = try job { planned in
            let count = searched.withLock {
                $0 += 1; return $0
            }
            let bytes = Self.need(at: planned.cell.scale.units)
            return .holding(Int(count > 60 ? 3 * bytes : bytes))
        }
        let search = try await search(place)
        #expect(search.status == .inconclusive && !search.record.isResolved)
        #expect(search.record.verification?.failureCount == 1)
        #expect(search.record.stoppedBecause?.contains("1 of 1 runs did not complete") == true)
    }

    @Test("A limit that is too slow is raised until it isn't")
    func slowdown() async throws {
        let place = try job { planned in
            let bytes = Int(Self.need(at: planned.cell.scale.units))
            return FakeTrial(bytes: bytes, slowBelow: 2 * bytes)
        }
        let slow = try await search(place)
        #expect(slow.record.verification?.isSpeedSignificant == true)
        #expect(abs((slow.record.verification?.speedShare?.estimate ?? 0) - 1.0 / 3) < 0.01)
        let raised = try await search(place) { $0.slowdownShare = 0.1 }
        #expect(Double(raised.record.limitBytes ?? 0) >= 2 * Self.need(at: 10_000))
        #expect((raised.record.verification?.slowRaiseCount ?? 0) >= 2)
        #expect(raised.record.verification?.speedShare?.estimate == 1)
    }

    @Test("Without containers it follows from peak RSS, three runs per size")
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

    // MARK: What can't be run

    private func ownFile(_ dataset: String, scales: String = "[2, 4, 8]") throws -> Workplace {
        let place = try Workplace(
            """
            scenario: orders
            command: ["{libexec}/job", "{input}"]
            dataset: \(dataset)
            scales: \(scales)

            """
        ) { .holding(Int(Self.need(at: $0.cell.scale.units))) }
        let rows = (0..<1_000).map { "\($0)\n" }.joined()
        try place.directory.write("id\n" + rows, to: "orders.csv")
        for size in [200, 500, 1_000, 2_000, 4_000] {
            try place.directory.write("id\n", to: "orders-\(size).csv")
        }
        return place
    }

    @Test("A file that ends before the largest input: extrapolated, and verified at its end only")
    func shortFile() async throws {
        let place = try ownFile("{ file: orders.csv }")
        let search = try await search(place)
        let record = search.record
        #expect(search.status == .success && !record.isResolved && record.gap == .noData)
        #expect(record.points.last?.units == 1_000 && record.growth?.isExtrapolation == true)
        let runs = try #require(record.verification)
        #expect(runs.units == 1_000 && runs.limitBytes < record.limitBytes ?? 0)
        #expect(limited(search).allSatisfy { $0.budget?.limit.bytes == runs.limitBytes })
        #expect(Double(record.limitBytes ?? 0) >= Self.need(at: 10_000))
        #expect(record.stoppedBecause == "there is no data of size 10k")
    }

    @Test("A file per scale is measured at the scales that it has")
    func files() async throws {
        let place = try ownFile(
            "{ files: \"orders-{scale}.csv\" }", scales: "[200, 500, 1000, 2000, 4000]")
        let search = try await search(place) {
            $0.inputMax = Scale(units: 4_000)
            $0.engine = .nextflow
        }
        #expect(search.record.points.map(\.units) == [200, 500, 1_000, 2_000, 4_000])
        #expect(search.record.isResolved)
        #expect(Set(limited(search).map(\.scale.units)) == [4_000])
    }

    @Test("One size with data is refused before anything runs")
    func oneSize() async throws {
        let place = try ownFile("{ files: \"orders-{scale}.csv\" }", scales: "[200, 4000]")
        let error = await #expect(throws: BenchError.self) {
            try await search(place) { $0.inputMax = Scale(units: 300) }
        }
        #expect(error?.code == .failed(.usage) && place.system.trials.isEmpty)
    }

    @Test("Sizes that need more than half of the memory are left out, and the largest isn't run")
    func tooLarge() async throws {
        // Half is 128 MiB; 10,000 rows need 164, and 4,500 need 78.
        let search = try await search(job(memoryBytes: 256 << 20))
        let record = search.record
        #expect(record.gap == .needsTooMuch && !record.isResolved && search.status == .success)
        #expect(record.points.last?.units == 4_500 && record.verification?.units == 4_500)
        #expect(Double(record.limitBytes ?? 0) >= Self.need(at: 10_000))
    }

    @Test("A limit above the largest of the engine is none: status 1")
    func aboveLargest() async throws {
        let search = try await search(job(memoryBytes: 256 << 30)) {
            $0.engine = .cloudRun
            $0.inputMax = Scale(units: 3_000_000)
        }
        #expect(search.status == .overBudget && search.record.limitBytes == nil)
        #expect(search.record.verification == nil)
        #expect(search.record.stoppedBecause?.contains("Cloud Run has at most 32.0 GiB") == true)
    }

    @Test("Out of time, what is known by then is in the record, and the status is 3")
    func timeLimit() async throws {
        let early = try await search(job(), timeLimit: .seconds(5))
        #expect(early.status == .inconclusive && early.record.limitBytes == nil)
        let late = try await search(job(), timeLimit: .seconds(40))
        #expect(late.status == .inconclusive && !late.record.isResolved)
        #expect(late.record.limitBytes != nil)
    }

    @Test("A signal ends it with what is known by then", arguments: [2, 40])
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

    @Test("A job that crashes ends it with the status of the crash")
    func crash() async throws {
        let search = try await search(job { _ in .ending(as: .crashed) })
        #expect(search.status == .crashed && search.record.limitBytes == nil)
    }

    @Test("Where looks disagree, the need of a size lies above every budget that failed")
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
        // By no more than the resolution: the next that was tried may be far away.
        #expect(record.needBytes(resolutionShare: 0.1) == 11 << 20)
    }
}
