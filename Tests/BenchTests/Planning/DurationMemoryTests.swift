import MemoryBudget
import TestSupport
import Testing

@testable import Bench
@testable import Harness

@Suite("Durations remembered next to the data")
struct DurationMemoryTests {
    private let place: Workplace
    private let root: String

    init() throws {
        place = try Workplace()
        root = place.path("cache/datasets")
        // Creates only the folder.
        try place.directory.write("", to: "cache/datasets/.empty")
    }

    private func planned(_ units: Int) -> PlannedTrial {
        PlannedTrial(
            cell: Cell(strategy: "streamed", role: .candidate, scale: Scale(units: units)),
            kind: .measured, index: 0)
    }

    private func took(_ seconds: Int, _ planned: PlannedTrial) -> DurationForecast.Experience {
        let observation = Observation(
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: nil), startedAt: "",
            outcome: .completed, evidence: Evidence(.exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        return DurationForecast.Experience(planned, observation, took: .seconds(seconds))
    }

    private func remaining(_ memory: DurationMemory, _ units: Int...) throws -> Duration? {
        let request = try #require(try place.bench().requests.first)
        var time = RemainingTime(of: units.map(planned))
        return time.time(from: 1) { memory.forecast(for: request) }
    }

    @Test("Durations are available to the next run, and newer ones replace older ones")
    func kept() throws {
        var memory = DurationMemory(cacheRoot: root)
        memory.note(took(3, planned(10)), in: "rows")
        memory.note(took(5, planned(100)), in: "rows")
        memory.note(took(4, planned(10)), in: "rows")
        memory.note(took(60, planned(10)), in: "others")
        memory.save()
        #expect(place.holds("cache/durations.json"))
        let again = DurationMemory(cacheRoot: root)
        #expect(try remaining(again, 10, 100) == .seconds(9))
    }

    @Test("There is no remaining time if a trial is unknown, or none is left")
    func unknown() throws {
        var memory = DurationMemory(cacheRoot: root)
        #expect(try remaining(memory, 10) == nil)
        memory.note(took(3, planned(10)), in: "rows")
        #expect(try remaining(memory, 10) == .seconds(3))
        #expect(try remaining(memory) == nil)
    }

    @Test("Unreadable or unwritable durations are treated as unknown")
    func unusable() throws {
        try place.directory.write("{\"rows\": [", to: "cache/durations.json")
        #expect(try remaining(DurationMemory(cacheRoot: root), 10) == nil)
        // A file of that name with another origin is not overwritten.
        var others = DurationMemory(cacheRoot: root)
        others.note(took(3, planned(10)), in: "rows")
        others.save()
        #expect(try place.text("cache/durations.json") == "{\"rows\": [")
        var nowhere = DurationMemory(cacheRoot: "/proc/nowhere/datasets")
        nowhere.note(took(3, planned(10)), in: "rows")
        nowhere.save()
        #expect(try remaining(nowhere, 10) == .seconds(3))
    }
}
