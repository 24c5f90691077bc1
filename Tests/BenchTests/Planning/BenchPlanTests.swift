import Datasets
import MemoryBudget
import Reports
import Testing

@testable import Bench
@testable import Harness

@Suite("Plans: trials, data, time and disk space")
struct BenchPlanTests {
    /// Returns the approximate size of the data for these numbers of rows, as its kind estimates
    /// it.
    private func estimatedBytes(_ scales: Int...) -> Int {
        scales.reduce(0) { $0 + 4_096 + $1 * 132 }
    }

    /// Returns the plan of a run that ends before its first trial, but after its data is generated.
    private func plan(
        _ place: Workplace, into name: String = "run",
        _ change: (inout BenchSettings) -> Void = { _ in }
    ) async throws -> RunPlan {
        _ = try await place.run(into: name) {
            $0.timeLimit = .zero
            change(&$0)
        }
        return try #require(place.plan)
    }

    @Test("Every trial that may be run is counted")
    func parts() async throws {
        let plan = try await plan(Workplace()) { $0.selection.verifyBreakPoint = true }
        var part = RunPlan.Part(
            scenario: "rows", cells: 12, measured: 24, floor: 8, extraAtMost: 12 * 7,
            needAtMost: 12)
        part.profiledAtMost = 12
        part.edgesAtMost = 8
        #expect(plan.parts == [part])
        #expect(plan.alreadyDone == 0 && plan.unavailable.isEmpty)
        #expect(plan.freeBytes ?? 0 > 0)
    }

    @Test("Without a budget there are no extra, need or edge trials")
    func withoutBudget() async throws {
        let text = Workplace.scenario.replacing("budget: { peak-rss: 16MiB }\n", with: "")
        let plan = try await plan(Workplace(text)) { $0.selection.verifyBreakPoint = true }
        #expect(
            plan.parts == [RunPlan.Part(scenario: "rows", cells: 12, measured: 24, floor: 8)])
    }

    @Test("Existing data is not generated again, and only missing data is counted")
    func datasets() async throws {
        let place = try Workplace()
        #expect(try await plan(place).datasetBytes == estimatedBytes(10, 100, 1000))
        #expect(try await plan(place, into: "again").datasetBytes == 0)
        let more = try await plan(place, into: "more") {
            $0.selection.scales = [Scale(units: 100), Scale(units: 2000)]
        }
        #expect(more.datasetBytes == estimatedBytes(2000))
        let other = try await plan(place, into: "other") { $0.selection.seed = 8 }
        #expect(other.datasetBytes == estimatedBytes(10, 100, 1000))
    }

    @Test("The result's size is the pipeline's figure for the largest input")
    func results() async throws {
        #expect(try await plan(Workplace()).resultBytes == nil)
        let worker = try FakeWorker.entry(outputBytesPerInputByte: 2)
        let place = try Workplace(workers: WorkerSet(entries: [worker]))
        #expect(try await plan(place).resultBytes == 2 * estimatedBytes(1000))
    }

    @Test("Resumed trials count as done")
    func resumed() async throws {
        let place = try Workplace()
        place.system.stop(after: 5)
        _ = try await place.run()
        place.system.stop(after: nil)
        _ = try await place.run(resuming: true)
        #expect(place.plan?.alreadyDone == 5)
    }

    // MARK: Time

    @Test("Unknown trials have no time, and floors alone are no estimate")
    func unknownTime() async throws {
        #expect(try await plan(Workplace()).time == nil)
    }

    @Test("A nominal speed is an estimate, and a lower bound if some strategy has none")
    func nominalTime() async throws {
        func time(_ strategies: String...) async throws -> RunPlan.Time {
            let worker = try FakeWorker.entry(unitsPerSecond: 10)
            let place = try Workplace(workers: WorkerSet(entries: [worker]))
            let plan = try await plan(place) { $0.selection.strategies = strategies }
            return try #require(plan.time)
        }
        // Two trials of 10, 100 and 1000 rows, two floors of 50 ms, a fixed 85 ms for each of the
        // six, and generating 159 kB.
        let known = try await time("streamed")
        #expect(!known.isLowerBound)
        #expect(known.duration >= .seconds(222.6) && known.duration < .seconds(222.7))
        let partly = try await time("streamed", "load-all")
        #expect(partly.isLowerBound && partly.duration >= .seconds(222.7))
    }

    @Test("Known trials take the same time again, including profiled and need trials")
    func knownTime() async throws {
        let place = try Workplace()
        _ = try await place.run()
        #expect(place.system.trials.count == 34)
        let time = try await plan(place, into: "again").time
        #expect(time == RunPlan.Time(duration: .seconds(34)))
    }

    // MARK: Disk space

    @Test("A run that lacks disk space doesn't start, and leaves nothing behind")
    func noRoom() async throws {
        let worker = try FakeWorker.entry(outputBytesPerInputByte: 1e15)
        let place = try Workplace(workers: WorkerSet(entries: [worker]))
        let error = await #expect(throws: BenchError.self) { try await place.run() }
        #expect(error?.code == .failed(.storeFailure))
        #expect(error?.description.contains(" of results to the disk of '") == true)
        #expect(error?.description.contains(" more free space; make room") == true)
        #expect(place.system.trials.isEmpty && place.system.noiseCount == 0)
        #expect(!place.holds("run") && place.plan != nil)
    }

    @Test("Data on one disk is added up, and empty parts are not listed")
    func disk() throws {
        let place = try Workplace()
        var disk = DiskNeed()
        disk.add(0, "of nothing", to: place.path("a"))
        #expect(disk.shares.isEmpty)
        disk.add(1, "of datasets", to: place.path("a"))
        try disk.check()
        for (what, name) in [("in its server", "b/c"), ("of results", "d")] {
            disk.add(Int.max / 4, what, to: place.path(name))
        }
        let error = #expect(throws: BenchError.self) { try disk.check() }
        let words = error?.description ?? ""
        for what in ["1 B of datasets", "in its server", "of results"] {
            #expect(words.contains(what), "\(words)")
        }
    }

    @Test("A server's data takes additional space in the folder of temporary files")
    func server() throws {
        let place = try Workplace()
        let scenario = Scenario(
            name: "served", job: .command(["true"]),
            dataset: Scenario.DatasetRequest(kind: "tickets-postgresql"),
            scales: [Scale(units: 1000)], allocator: .system, strategies: [.init(name: "all")])
        let request = try BenchRequest(
            scenario, workers: WorkerSet(entries: []), measurement: MeasurementSettings(),
            selection: Selection(), libexec: "/none")
        let cache = InputPreparation(system: place.system, events: place.note).cache
        let plan = try BenchPlan(
            of: [request], own: nil, cache: cache,
            durations: DurationMemory(cacheRoot: cache?.root), runPath: place.path("run"))
        #expect(plan.run.servedBytes == (64 << 20) + 3 * plan.run.datasetBytes)
        #expect(
            plan.disk.shares.map(\.what) == ["of datasets", "in its server", "of results"])
    }
}
