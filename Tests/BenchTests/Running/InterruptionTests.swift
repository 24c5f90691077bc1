import Harness
import MemoryBudget
import RunStore
import Testing

@testable import Bench

@Suite("Interrupted and resumed benches")
struct InterruptionTests {
    @Test("A signal loses and repeats no trial", arguments: [1, 7, 8, 20, 31, 32])
    func signal(count: Int) async throws {
        let place = try Workplace()
        place.system.stop(after: count)
        let cut = try await place.run()
        #expect(cut.interruption == .signal(15))
        #expect(cut.record.finishedAt == nil && cut.record.plan != nil)
        #expect(try place.journal().count == count)
        place.system.stop(after: nil)
        let resumed = try await place.run(resuming: true)
        #expect(resumed.interruption == nil && resumed.record.finishedAt != nil)
        let whole = try Workplace()
        let uncut = try await whole.run()
        #expect(try place.journal() == whole.journal())
        #expect(resumed.record.outline == uncut.record.outline)
        #expect(place.system.trials == whole.system.trials)
    }

    @Test("The time limit stops before the next trial, and applies to this part alone")
    func timeLimit() async throws {
        let place = try Workplace()
        let cut = try await place.run { $0.timeLimit = .seconds(5) }
        #expect(cut.interruption == .timeLimit && cut.record.finishedAt == nil)
        #expect(place.system.trials.count == 5)
        let again = try await place.run(resuming: true) { $0.timeLimit = .seconds(5) }
        #expect(again.interruption == .timeLimit)
        #expect(place.system.trials.count == 10)
        let rest = try await place.run(resuming: true)
        #expect(rest.interruption == nil)
        #expect(Set(try place.journal()).count == place.system.trials.count)
    }

    @Test("A finished run is not run again")
    func finished() async throws {
        let place = try Workplace()
        let first = try await place.run()
        let count = place.system.trials.count
        let again = try await place.run(resuming: true)
        #expect(again.record == first.record && place.system.trials.count == count)
        #expect(place.events.contains { $0.name == "finishedBefore" })
    }

    @Test(
        "Extra trials of a resumed run are those of an uninterrupted one", arguments: [9, 12, 15])
    func extra(count: Int) async throws {
        let law: FakeSystem.Law = { planned in
            guard planned.kind == .measured else { return .holding(mebibytes: 8) }
            return .holding((16 << 20) + (planned.index % 3 == 0 ? 65_536 : -65_536))
        }
        func selected(_ settings: inout BenchSettings) {
            settings.selection.scales = [Scale(units: 10)]
            settings.selection.strategies = ["streamed", "batched"]
        }
        let whole = try Workplace(law: law)
        _ = try await whole.run(selected)
        let place = try Workplace(law: law)
        place.system.stop(after: count)
        _ = try await place.run(selected)
        place.system.stop(after: nil)
        _ = try await place.run(resuming: true, selected)
        #expect(try place.journal() == whole.journal())
        #expect(whole.system.trials.count > 3 * 4)
    }
}
