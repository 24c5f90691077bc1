import Harness
import Judging
import MemoryBudget
import Processes
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Complete benches without processes")
struct BenchRunTests {
    @Test("A bench measures floors and cells, the control's need, and completes its record")
    func whole() async throws {
        let place = try Workplace()
        let measured = try await place.run()
        #expect(measured.interruption == nil && measured.record.finishedAt != nil)
        let kinds = place.system.trials.map(\.kind)
        // Four variants (load-all, streamed, batched 1 and 2) at three scales.
        #expect(kinds.count { $0 == .floor } == 4 * 2)
        #expect(kinds.count { $0 == .measured } == 4 * 3 * 2)
        #expect(kinds.suffix(1) == [.need] && kinds.count { $0 == .need } == 1)
        let cells = try #require(measured.record.scenarios.first).cells
        let control = try #require(cells.first { $0.role == .control && $0.scale.units == 1000 })
        #expect(control.verdict == .over)
        #expect(control.needRSSBytes == (8 << 20) + 16_000 * 1024)
        #expect(cells.filter { $0.role == .candidate }.allSatisfy { $0.verdict == .within })
        let stored = try RunDirectory(reading: measured.directory).record()
        #expect(stored == measured.record)
        #expect(!place.holds("run/work"))
    }

    @Test("Events report the plan, the noise, and each trial's start, progress and end")
    func events() async throws {
        let place = try Workplace()
        _ = try await place.run()
        let names = place.events.map(\.name).filter { !["preparing", "prepared"].contains($0) }
        #expect(names.prefix(5) == ["planned", "forecast", "noise", "forecast", "entered"])
        #expect(names.last == "finished")
        let trials = Array(names.dropFirst(5).dropLast())
        let expected = place.system.trials.flatMap { _ in
            ["forecast", "started", "sampled", "ended"]
        }
        #expect(trials == expected)
        guard case .planned(let plan) = place.events.first else {
            Issue.record("the plan comes first")
            return
        }
        #expect(plan.parts.map(\.measured) == [24] && plan.parts.map(\.floor) == [8])
    }

    @Test("An undecided cell gets more trials, up to nine, and the others none")
    func extraTrials() async throws {
        // Every other trial of one strategy is over its budget.
        let place = try Workplace { planned in
            let isNear = planned.cell.strategy == "streamed" && planned.kind == .measured
            guard isNear else { return .holding(mebibytes: 8) }
            return .holding((16 << 20) + (planned.index % 2 == 0 ? -65_536 : 65_536))
        }
        _ = try await place.run { $0.selection.scales = [Scale(units: 10)] }
        let measured = place.system.trials.filter { $0.kind == .measured }
        func count(_ strategy: String) -> Int { measured.count { $0.cell.strategy == strategy } }
        #expect(count("streamed") > 2 && count("streamed") <= ExtraTrials.cap(trials: 2))
        #expect(count("load-all") == 2 && count("batched") == 4)
    }

    @Test("Trials that disagree are repeated until the verdict is certain, up to the cap")
    func undecided() async throws {
        // Every trial but the first is over budget.
        let place = try Workplace(Workplace.command(budget: "30MiB")) { planned in
            .holding(mebibytes: planned.index == 0 ? 20 : 40)
        }
        let record = try await place.run {
            $0.measurement.need = false
            $0.measurement.autopsy = false
        }.record
        #expect(place.system.trials.map(\.kind) == Array(repeating: .measured, count: 9))
        #expect(place.system.trials.map(\.index) == Array(0..<9))
        #expect(record.cells.first?.verdict == .over)
        #expect(place.plan?.parts.map(\.extraAtMost) == [7])
    }

    @Test("A strategy that this machine lacks is listed, and the others are measured")
    func unavailable() async throws {
        let text = Workplace.scenario + "  absent: { }\n"
        let place = try Workplace(text.replacing("trials: 2", with: "trials: 1"))
        let measured = try await place.run()
        let scenario = try #require(measured.record.scenarios.first)
        #expect(scenario.unavailable.map(\.strategy) == ["absent"])
        #expect(MeasuredStatus(measured.record).exitStatus == .unavailable)
        #expect(throws: BenchError.self) {
            try place.bench { $0.selection.strategies = ["absent"] }
        }
    }

    @Test("Each strategy with a break point is run just below and just above it")
    func breakPoints() async throws {
        let text = Workplace.scenario.replacing(
            "[10, 100, 1000]", with: "[50, 100, 200, 400, 800]")
        let place = try Workplace(text)
        let measured = try await place.run { $0.selection.verifyBreakPoint = true }
        let edges = place.system.trials.filter { $0.kind == .edge }
        #expect(edges.count == 2 && edges.allSatisfy { $0.cell.strategy == "load-all" })
        // 8 MiB above the floor at 16 KiB per row is 512 rows.
        #expect(edges.contains { $0.cell.scale.units < 512 })
        #expect(edges.contains { $0.cell.scale.units > 512 })
        let growth = measured.record.scenarios.first?.strategies.first?.growth
        #expect(growth?.breakPoint?.isVerified == true)
    }

    @Test("A trial that can't be measured ends the run, and earlier ones are kept")
    func failing() async throws {
        let place = try Workplace { planned in
            guard planned.kind == .floor || planned.index == 0 else {
                throw MachineError(.system, "the disk is gone")
            }
            return .holding(mebibytes: 8)
        }
        await #expect(throws: MachineError.self) { try await place.run() }
        let record = try RunDirectory(reading: place.path("run")).record()
        #expect(record.finishedAt == nil)
        #expect(try place.journal().count == 8 + 12)
        #expect(record.scenarios.flatMap(\.cells).flatMap(\.trials).count == 12)
    }

    @Test("The base's trials run next to the head's, and are stored as those of the base")
    func base() async throws {
        let place = try Workplace()
        let base = BaseBuild(
            WorkerFolder(path: "/base", set: WorkerSet(entries: [try FakeWorker.entry()])))
        let bench = try place.bench()
        let measured = try await BenchSession(
            bench, against: base, at: RunPlace(new: place.path("run"))
        ).run()
        #expect(measured.record.scenarios.map(\.name) == ["rows", "rows@base"])
        let trials = place.system.trials
        #expect(trials.count { $0.build == .base } == trials.count { $0.build == .head } - 2)
        #expect(measured.record.plan?.scenarios.first?.settings["against"] == "/base")
    }
}

extension BenchEvent {
    /// The kind of the event, for comparisons.
    var name: String {
        switch self {
        case .planned: "planned"
        case .finishedBefore: "finishedBefore"
        case .resumedWithoutRecord: "resumedWithoutRecord"
        case .machineChanged: "machineChanged"
        case .noiseMeasured, .noiseUnknown: "noise"
        case .entered: "entered"
        case .forecast: "forecast"
        case .preparing: "preparing"
        case .dataReplaced: "dataReplaced"
        case .prepared: "prepared"
        case .unavailable: "unavailable"
        case .started: "started"
        case .sampled: "sampled"
        case .ended: "ended"
        case .needSkipped: "needSkipped"
        case .trialsLeftOut: "trialsLeftOut"
        case .cutShort: "cutShort"
        case .commandFailed: "commandFailed"
        case .floorFailed: "floorFailed"
        case .profileFailed: "profileFailed"
        case .breakPointSkipped: "breakPointSkipped"
        case .probed: "probed"
        case .scaleSkipped: "scaleSkipped"
        case .finished: "finished"
        case .judged: "judged"
        }
    }
}
