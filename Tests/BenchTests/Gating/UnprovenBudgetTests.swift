import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import Testing

@testable import Bench

@Suite("Budgets that no control tests")
struct UnprovenBudgetTests {
    private static let words =
        "the control (load-all) was not run, so nothing proves that the budget stops a job that needs"
        + " more"

    @Test("A selection without the control is reported by the gate, and fails nothing")
    func strategy() async throws {
        let place = try Workplace()
        let gated = try await place.gate { _ in
        } bench: {
            $0.selection.strategies = ["streamed"]
        }
        #expect(gated.status == .success)
        #expect(gated.results(.control) == [.unproven])
        #expect(gated.findings(.control).first?.sentence == Self.words)
        #expect(gated.findings(.control).first?.reason == .controlNotRun(strategies: ["load-all"]))
        #expect(gated.text.contains("? rows: control: \(Self.words)"))
        #expect(gated.text.contains("1 unproven; status 0"))
    }

    @Test("Terminal, Markdown and JSON have the remark, even for a run that is not judged")
    func reports() async throws {
        let place = try Workplace()
        let record = try await place.run { $0.selection.strategies = ["streamed"] }.record
        #expect(record.scenarios.first?.controlsNotRun == ["load-all"])
        let terminal = TerminalReport().text(of: record).split(separator: "\n").joined(
            separator: " ")
        #expect(terminal.contains(Self.words))
        #expect(MarkdownReport().text(of: record).contains("the control (load-all) was not run"))
        #expect(try place.text("run/run.json").contains("\"controls_not_run\" : ["))
        #expect(MeasuredStatus(record).exitStatus == .success)
    }

    @Test("A shard without the control has the remark, and the whole run does not")
    func shards() async throws {
        let place = try Workplace()
        for (name, index) in [("1", 1), ("2", 2)] {
            let gated = try await place.gate(into: name) { _ in
            } bench: {
                $0.shard = Shard(index: index, count: 2)
            }
            #expect(gated.results(.control).contains(.unproven) == (index == 2))
        }
        let merge = try RunMerge(
            of: ["1", "2"].map(place.path), commandLine: ["membudget"], describe: \.sentence)
        #expect(merge.plan.scenarios.map(\.controlsNotRun) == [nil])
    }

    @Test("There is no remark with a control, without any, or if it can't run here")
    func nothing() async throws {
        let whole = try await Workplace().run().record
        #expect(whole.scenarios.map(\.controlsNotRun) == [nil])
        let without = try await Workplace(Workplace.scenario(of: "streamed")).run().record
        #expect(without.scenarios.map(\.controlsNotRun) == [nil])
        let absent = Workplace.scenario(of: "streamed") + "  absent: { role: control }\n"
        let unavailable = try await Workplace(absent).run().record
        #expect(unavailable.scenarios.map(\.controlsNotRun) == [nil])
    }
}
