import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Unreadable reference results")
struct UnreadableReferenceTests {
    private static let text = Workplace.compared("{ load-all: { role: control }, streamed: { } }")

    @Test(
        "An unreadable reference result is inconclusive (3), with the reason; no gate passes",
        arguments: [Observation.Kind.measured, .need])
    func unreadableReference(kind: Observation.Kind) async throws {
        let place = try Workplace(Self.text) { planned in
            guard planned.cell.strategy == "load-all" else {
                return .holding(mebibytes: 8).writing("whole")
            }
            var trial = FakeTrial.holding(
                mebibytes: planned.cell.scale.units == 100 || kind == .need ? 32 : 8)
            trial.check = ResultCheckRecord(.sameAs, .unreadable)
            trial.outcome = .wrongResult
            return trial
        }
        let gated = try await place.gate()
        #expect(gated.status == .inconclusive)
        let own = gated.findings(.outcome).filter { $0.variant == "load-all" }
        #expect(own.map(\.result) == [.inconclusive, .inconclusive])
        #expect(
            own.allSatisfy { $0.sentence.hasSuffix("no other result could be compared with it") })
        #expect(MeasuredStatus(gated.measured.record).exitStatus == .inconclusive)
        let report = TerminalReport().text(of: gated.measured.record)
        #expect(
            report.contains("not compared at 10, 100: the result of load-all could not be read"))
        #expect(!report.contains("did not complete"))
    }

    @Test("A reference that wrote nothing is also inconclusive (3), in gate and bench")
    func absentReference() async throws {
        let place = try Workplace(Self.text) { planned in
            .holding(mebibytes: 8)
                .writing(planned.cell.strategy == "load-all" ? nil : "whole")
        }
        let gated = try await place.gate()
        let own = gated.findings(.outcome).filter { $0.variant == "load-all" }
        #expect(
            gated.status == .inconclusive && own.map(\.result) == [.inconclusive, .inconclusive])
        #expect(own.allSatisfy { $0.sentence.hasPrefix("nothing was written to {output}") })
        #expect(MeasuredStatus(gated.measured.record).exitStatus == .inconclusive)
    }

    @Test("A search whose reference can't be read ends with 3 and the reason")
    func unreadableSearch() async throws {
        let place = try Workplace(Self.text) { planned in
            var trial = FakeTrial.holding(mebibytes: 8).writing("whole")
            if planned.cell.strategy == "load-all" {
                trial.check = ResultCheckRecord(.sameAs, .unreadable)
                trial.outcome = .wrongResult
            }
            return trial
        }
        let settings = SearchSettings(scenario: place.path("rows.yaml"), strategy: "streamed")
        let (request, cell) = try settings.request(in: place.scenarios, on: place.system)
        var search = try LimitSearch(
            of: cell, in: request, budget: Budget(metric: .peakRSS, limit: .mebibytes(16)),
            maximum: 100, settings: settings, on: place.system, events: place.note)
        defer { search.end() }
        do {
            try await search.run()
            Issue.record("it ran")
        } catch let error as BenchError {
            #expect(error.code == .failed(.inconclusive))
            #expect(error.description.contains("with the result of 'load-all', the reference"))
        }
    }
}
