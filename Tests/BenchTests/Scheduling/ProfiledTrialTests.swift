import Harness
import Judging
import MemoryBudget
import Processes
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Selection and order of profiled trials")
struct ProfiledTrialTests {
    /// Returns the profiled trials that were run, as `strategy@units`.
    private func profiled(_ place: Workplace) -> [String] {
        place.system.trials.filter { $0.kind == .profiled }.map {
            "\($0.cell.strategy)@\($0.cell.scale.units) \($0.index)"
        }
    }

    @Test("A cell over budget is profiled once, between its measured and need trials")
    func autopsy() async throws {
        let place = try Workplace()
        let record = try await place.run().record
        #expect(profiled(place) == ["load-all@1000 0"])
        #expect(place.system.trials.map(\.kind).suffix(3) == [.measured, .profiled, .need])
        let cell = try #require(record.cells.first { $0.profiled != nil })
        #expect(cell.verdict == .over && cell.trials.map(\.kind).suffix(2) == [.need, .profiled])
        #expect(cell.profiled?.budget == cell.budget)
    }

    @Test("--profile profiles every cell once, smallest scale first")
    func all() async throws {
        let place = try Workplace()
        _ = try await place.run { $0.measurement.profile = true }
        let scales = place.system.trials.filter { $0.kind == .profiled }.map(\.cell.scale.units)
        #expect(
            scales == Array(repeating: 10, count: 4) + Array(repeating: 100, count: 4)
                + Array(repeating: 1000, count: 4))
        #expect(Set(profiled(place)).count == 9)
    }

    @Test("--no-autopsy and --no-ptrace profile nothing")
    func none() async throws {
        for change in [\MeasurementSettings.autopsy, \.ptrace] {
            let place = try Workplace()
            _ = try await place.run { $0.measurement[keyPath: change] = false }
            #expect(profiled(place).isEmpty)
        }
    }

    @Test("Trials at break points and of a base are not profiled")
    func others() async throws {
        let place = try Workplace(
            Workplace.scenario.replacing("[10, 100, 1000]", with: "[50, 100, 200, 400, 800]"))
        let base = BaseBuild(
            WorkerFolder(path: "/base", set: WorkerSet(entries: [try FakeWorker.entry()])))
        _ = try await BenchSession(
            try place.bench {
                $0.measurement.profile = true
                $0.selection.verifyBreakPoint = true
            }, against: base, at: RunPlace(new: place.path("run"))
        ).run()
        let trials = place.system.trials
        #expect(trials.contains { $0.kind == .edge } && trials.contains { $0.build == .base })
        #expect(profiled(place).count == 20)
        #expect(!trials.contains { $0.kind == .profiled && $0.build == .base })
    }

    @Test("A profiled trial that crashes changes no verdict, figure or exit status")
    func crashing() async throws {
        func record(_ end: FakeTrial?) async throws -> RunRecord {
            let place = try Workplace { planned in
                if planned.kind == .profiled, let end { return end }
                return try Workplace.law(planned)
            }
            return try await place.run { $0.measurement.profile = true }.record
        }
        let (well, crashed) = try await (record(nil), record(.ending(as: .crashed)))
        #expect(crashed.cells.allSatisfy { $0.profiled?.outcome == .crashed })
        #expect(crashed.cells.map(\.verdict) == well.cells.map(\.verdict))
        #expect(crashed.cells.map(\.summary) == well.cells.map(\.summary))
        #expect(crashed.scenarios.map(\.strategies) == well.scenarios.map(\.strategies))
        #expect(MeasuredStatus(crashed).exitStatus == .success)
        let text = TerminalReport().text(of: crashed)
        #expect(text.contains("the profiled trial, which is not judged, crashed"))
    }

    @Test("A failure to profile is reported, and the run continues")
    func failing() async throws {
        let place = try Workplace { planned in
            guard planned.kind != .profiled else {
                throw MachineError(.system, "the symbolizer took too long")
            }
            return try Workplace.law(planned)
        }
        let record = try await place.run().record
        #expect(record.finishedAt != nil && record.cells.allSatisfy { $0.profiled == nil })
        #expect(place.system.trials.last?.kind == .need)
        let reasons = place.events.compactMap { event in
            if case .profileFailed(let cell, let reason) = event {
                EventText.profileFailed(cell, reason: reason)
            } else {
                nil
            }
        }
        #expect(
            reasons == [
                "warning: load-all @ 1000: not profiled, the symbolizer took too long"
            ])
    }

    @Test("A resumed run continues with its profiled trials, and repeats none")
    func resumed() async throws {
        let place = try Workplace()
        let all = try await place.run(into: "whole").record
        for count in [32, 33, 34] {
            let name = "run-\(count)"
            place.system.stop(after: count)
            _ = try await place.run(into: name)
            place.system.stop(after: nil)
            let record = try await place.run(into: name, resuming: true).record
            #expect(record.cells == all.cells)
            #expect(try place.journal(of: name) == place.journal(of: "whole"))
        }
    }

    @Test("No profiled trial is started after the time limit")
    func timeLimit() async throws {
        let place = try Workplace()
        let measured = try await place.run { $0.timeLimit = .seconds(32) }
        #expect(measured.interruption == .timeLimit && profiled(place).isEmpty)
        #expect(place.system.trials.count == 32)
    }
}
