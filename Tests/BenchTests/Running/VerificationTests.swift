import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Results of a user's commands, checked over a whole run")
struct VerificationTests {
    private static let text = Workplace.compared(
        "{ load-all: { role: control }, streamed: { }, empty: { } }")

    /// The control is over budget at 100; one strategy writes none of the rows.
    private static let law: FakeSystem.Law = { planned in
        let isLarge = planned.cell.scale.units == 100
        switch planned.cell.strategy {
        case "load-all": return .holding(mebibytes: isLarge ? 32 : 8).writing("whole")
        case "empty": return .holding(mebibytes: 1).writing("nothing")
        default: return .holding(mebibytes: 8).writing("whole")
        }
    }

    private func place() throws -> Workplace { try Workplace(Self.text, law: Self.law) }

    @Test(
        "A strategy that writes an empty table is wrong, even if the control gets a need trial")
    func wrong() async throws {
        let gated = try await place().gate()
        #expect(gated.status == .overBudget)
        let scenario = try #require(gated.measured.record.scenario("rows"))
        let verdicts = Dictionary(grouping: scenario.cells, by: \.strategy).mapValues {
            $0.map(\.verdict)
        }
        #expect(verdicts["empty"] == [.wrong, .wrong])
        #expect(verdicts["streamed"] == [.within, .within])
        #expect(verdicts["load-all"] == [.within, .over])
        #expect(
            scenario.cells.filter { $0.strategy == "streamed" }.allSatisfy {
                $0.isResultChecked == true
            })
        let wrong = gated.findings(.outcome).filter { $0.variant == "empty" }
        #expect(wrong.map(\.result) == [.wrong, .wrong])
        #expect(wrong.allSatisfy { $0.sentence.contains("differs from that of load-all") })
        let report = TerminalReport().text(of: gated.measured.record)
        #expect(!report.contains("not checked"))
        #expect(report.contains("the results equal those of load-all: byte by byte in 4 trials"))
    }

    @Test("An interrupted and resumed run has the same result")
    func resumed() async throws {
        let whole = try place()
        let expected = try await whole.run().record.scenario("rows")?.cells.map(\.verdict)
        let place = try place()
        place.system.stop(after: 5)
        _ = try await place.run()
        place.system.stop(after: nil)
        let resumed = try await place.run(resuming: true).record
        #expect(resumed.scenario("rows")?.cells.map(\.verdict) == expected)
        let stored = try RunDirectory(reading: place.path("run")).observations()
        #expect(stored.allSatisfy { $0.outcome != .wrongResult })
        #expect(stored.contains { $0.check?.finding == .pending })
    }

    @Test("Without the reference nothing is checked, and the report says so")
    func withoutReference() async throws {
        let gated = try await place().gate(bench: { $0.selection.strategies = ["empty"] })
        #expect(gated.findings(.outcome).map(\.result) == [.unchecked, .unchecked])
        let report = TerminalReport().text(of: gated.measured.record)
        #expect(report.contains("not compared at 10, 100: load-all was not run"))
        #expect(report.contains("result not checked"))
    }

    @Test("Counts of a check that disagree are inconclusive (3), and the groups are named")
    func disagreement() async throws {
        let text = Self.text.replacing("{ same-as: load-all }", with: "[check, \"{output}\"]")
        let place = try Workplace(text) { planned in
            var trial = FakeTrial.holding(mebibytes: planned.cell.strategy == "load-all" ? 32 : 8)
            trial.check = ResultCheckRecord(
                .command, .right, rows: planned.cell.strategy == "empty" ? 0 : 9)
            trial.digest = planned.cell.strategy == "empty" ? "00" : "0f"
            return trial
        }
        let gated = try await place.gate()
        #expect(gated.status == .inconclusive)
        let findings = gated.findings(.outcome).filter { $0.result == .inconclusive }
        #expect(
            findings.first?.sentence.contains(
                "load-all, streamed: 9 rows, digest 0f; empty: 0 rows, digest 00") == true)
        #expect(MeasuredStatus(gated.measured.record).exitStatus == .inconclusive)
        #expect(gated.findings(.peak).isEmpty)
        #expect(gated.findings(.control).map(\.result) == [.kept])
        let report = TerminalReport().text(of: gated.measured.record)
        #expect(!report.contains("✓ within") && report.contains("? inconclusive"))
    }

    @Test("If a check fails, 'bench' and 'gate' exit with 70, and no rule is kept")
    func failedCheck() async throws {
        let text = Self.text.replacing("{ same-as: load-all }", with: "[check, \"{output}\"]")
        let place = try Workplace(text) { planned in
            var trial = FakeTrial.holding(mebibytes: planned.cell.strategy == "load-all" ? 32 : 8)
            trial.check = ResultCheckRecord(.command, .failed)
            trial.isCheckFailed = planned.cell.strategy != "load-all"
            return trial
        }
        let gated = try await place.gate { $0.advisory = true }
        #expect(gated.status == .crashed)
        #expect(MeasuredStatus(gated.measured.record).exitStatus == .crashed)
        let own = gated.findings(.outcome).filter { $0.variant == "streamed" }
        #expect(own.map(\.result) == [.checkFailed, .checkFailed])
        let lead = TerminalReport().text(of: gated.measured.record).split(separator: "\n").first
        #expect(lead?.contains("with a check that failed") == true, "\(lead ?? "")")
        #expect(!gated.text.contains("crashed"))
        #expect(gated.findings(.peak).isEmpty)
    }

    @Test("A missing check is reported before anything is run")
    func missingCheck() async throws {
        let text = Self.text.replacing("{ same-as: load-all }", with: "[check, \"{output}\"]")
        let place = try Workplace(text, missingPrograms: ["check"], law: Self.law)
        let error = await #expect(throws: BenchError.self) { try await place.run() }
        #expect(error?.code == .failed(.crashed))
        #expect(error?.description.contains("there is no program 'check' in PATH") == true)
        #expect(place.system.trials.isEmpty)
    }

    @Test("A check that uses {input} needs data")
    func input() async throws {
        let text = Self.text.replacing("{ same-as: load-all }", with: "[check, \"{input}\"]")
        let place = try Workplace(text, law: Self.law)
        let error = await #expect(throws: BenchError.self) { try await place.run() }
        #expect(error?.code == .failed(.usage))
    }

    @Test("A run is only resumed with the check that it started with")
    func changedCheck() async throws {
        let elsewhere = try TemporaryDirectory()
        try elsewhere.write("exit(0)", to: "check.py")
        let text = Self.text.replacing(
            "{ same-as: load-all }", with: "[python3, \(elsewhere.path("check.py"))]")
        let place = try Workplace(text, law: Self.law)
        place.system.stop(after: 1)
        _ = try await place.run()
        place.system.stop(after: nil)
        try elsewhere.write("exit(1)", to: "check.py")
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true)
        }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("check.py") == true)
    }

    @Test(
        "A search compares with the reference, run once per scale; wrong results don't fit"
    )
    func search() async throws {
        for (strategy, status) in [("empty", ExitStatus.overBudget), ("streamed", .success)] {
            let place = try place()
            let settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: strategy)
            let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
            var search = try LimitSearch(
                of: cell, in: request, budget: Budget(metric: .peakRSS, limit: .mebibytes(16)),
                maximum: 100, settings: settings, on: place.system, events: place.note)
            defer { search.end() }
            try await search.run()
            #expect(search.status == status)
            let references = place.system.trials.filter { $0.cell.strategy == "load-all" }
            #expect(references.allSatisfy { $0.kind == .need })
            let scales = references.map(\.cell.scale.units)
            #expect(Set(scales).count == scales.count && !scales.isEmpty)
            if strategy == "empty" {
                #expect(search.record.largestWithinUnits == nil)
                #expect(search.record.stoppedBecause?.contains("the result is wrong") == true)
            } else {
                #expect(search.record.trials.allSatisfy { $0.isResultChecked })
                #expect(!LimitReport().text(of: search.record).contains("not checked"))
            }
        }
    }
}
