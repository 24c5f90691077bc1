import Datasets
import MemoryBudget
import Reports
import Testing

@testable import Bench
@testable import Harness

@Suite("The plan of a run: trials, data, time and room")
struct BenchPlanTests {
    /// About what the data of these many rows takes, by the kind.
    private func estimatedBytes(_ scales: Int...) -> Int {
        scales.reduce(0) { $0 + 4_096 + $1 * 132 }
    }

    /// The plan of a run that ends before its first trial; its data is made all the same.
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

    @Test("Without a budget there is nothing to decide, to exceed or to break")
    func withoutBudget() async throws {
        let text = Workplace.scenario.replacing("budget: { peak-rss: 16MiB }\n", with: "")
        let plan = try await plan(Workplace(text)) { $0.selection.verifyBreakPoint = true }
        #expect(
            plan.parts == [RunPlan.Part(scenario: "rows", cells: 12, measured: 24, floor: 8)])
    }

    @Test("Data that is there is not made again, and only what is missing is counted")
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

    @Test("A result takes as much as the pipeline says, for the largest input")
    func results() async throws {
        #expect(try await plan(Workplace()).resultBytes == nil)
        let worker = try FakeWorker.entry(outputBytesPerInputByte: 2)
        let place = try Workplace(workers: WorkerSet(entries: [worker]))
        #expect(try await plan(place).resultBytes == 2 * estimatedBytes(1000))
    }

    @Test("What is resumed is done already")
    func resumed() async throws {
        let place = try Workplace()
        place.system.stop(after: 5)
        _ = try await place.run()
        place.system.stop(after: nil)
        _ = try await place.run(resuming: true)
        #expect(place.plan?.alreadyDone == 5)
    }

    // MARK: Time

    @Test("Of trials that nobody knows there is no time, and floors alone say nothing")
    func unknownTime() async throws {
        #expect(try await plan(Workplace()).time == nil)
    }

    @Test("A nominal speed is an estimate; where a strategy has none, it is a lower bound")
    func nominalTime() async throws {
        func time(_ strategies: String...) async throws -> RunPlan.Time {
            let worker = try FakeWorker.entry(unitsPerSecond: 10)
            let place = try Workplace(workers: WorkerSet(entries: [worker]))
            let plan = try await plan(place) { $0.selection.strategies = strategies }
            return try #require(plan.time)
        }
        // Two trials of 10, 100 and 1000 rows, two floors of 50 ms, 85 ms beside each of the six, and making 159 kB.
        let known = try await time("streamed")
        #expect(!known.isLowerBound)
        #expect(known.duration >= .seconds(222.6) && known.duration < .seconds(222.7))
        let partly = try await time("streamed", "load-all")
        #expect(partly.isLowerBound && partly.duration >= .seconds(222.7))
    }

    @Test("What was run before takes as long again, profiled and need trials included")
    func knownTime() async throws {
        let place = try Workplace()
        _ = try await place.run()
        #expect(place.system.trials.count == 34)
        let time = try await plan(place, into: "again").time
        #expect(time == RunPlan.Time(duration: .seconds(34)))
    }

    // MARK: Room

    @Test("Nothing is started that the disk has no room for, and nothing of it is left")
    func noRoom() async throws {
        let worker = try FakeWorker.entry(outputBytesPerInputByte: 1e15)
        let place = try Workplace(workers: WorkerSet(entries: [worker]))
        let error = await #expect(throws: BenchError.self) { try await place.run() }
        #expect(error?.code == .failed(.storeFailure))
        #expect(error?.description.contains(" of results to the disk of '") == true)
        #expect(error?.description.contains("of free space for it; make room") == true)
        #expect(place.system.trials.isEmpty && place.system.noiseCount == 0)
        #expect(!place.holds("run") && place.plan != nil)
    }

    @Test("What goes to one disk is added up, and nothing is no part of it")
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

    @Test("A server takes room beside the files, where temporary files are")
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
