import Harness
import MemoryBudget
import Processes
import Reports
import RunStore
import ScenarioFiles
import Testing

@testable import Bench

@Suite("The container metric in runs, gates and searches, without processes")
struct ContainerTests {
    /// Creates a place with a control that grows and a strategy that doesn't, under a budget of 16
    /// MiB.
    private func place(
        budget: String? = "container: 16MiB", gate: String? = nil, hasCgroups: Bool = true
    ) throws -> Workplace {
        let lines = [budget.map { "budget: { \($0) }" }, gate.map { "gate: { \($0) }" }]
        return try Workplace(
            """
            scenario: rows
            pipeline: fake
            dataset: { kind: csv-rows, seed: 7 }
            scales: [10, 100, 1000, 2000, 4000, 8000]
            trials: 2
            allocator: system
            \(lines.compactMap(\.self).joined(separator: "\n"))
            strategies:
              load-all: { role: control }
              streamed: { }

            """, hasCgroups: hasCgroups)
    }

    @Test("Cells are judged, and nothing is run without the budget, fitted or predicted")
    func bench() async throws {
        let place = try place()
        let record = try await place.run().record
        #expect(record.cell("load-all")?.verdict == .over)
        #expect(record.cell("streamed")?.verdict == .within)
        #expect(record.cell("streamed")?.summary?.judged?.metric == .container)
        #expect(!place.system.trials.contains { $0.kind == .need })
        #expect(place.plan?.parts.first?.needAtMost == 0)
        #expect(record.scenarios[0].strategies.allSatisfy { $0.growth == nil })
        #expect(record.cells.allSatisfy { $0.need == nil && $0.needEstimate == nil })
        let text = TerminalReport().text(of: record)
        #expect(text.contains("budget 16.0 MiB container charge"))
        #expect(text.contains("shows no need, growth or break point"))
        #expect(text.contains("A container of 16.0 MiB is enough for streamed at 8000"))
        #expect(!text.contains("grows with") && !text.contains("smallest within"))
    }

    @Test("--enforce cgroup selects the metric only if neither the options nor the file name one")
    func defaults() throws {
        func metric(_ budget: String?, _ change: (inout MeasurementSettings) -> Void) throws
            -> Metric?
        {
            try place(budget: budget).bench { settings in
                settings.measurement.enforce = .cgroup
                change(&settings.measurement)
            }.scenarios.first?.budgets.first?.metric
        }
        #expect(try metric(nil) { $0.budget = .mebibytes(8) } == .container)
        #expect(try metric("peak-anon: 16MiB") { $0.budget = .mebibytes(8) } == .peakAnonymous)
        #expect(try metric("peak-rss: 16MiB") { _ in } == .peakRSS)
        let named = try metric(nil) { ($0.budget, $0.metric) = (.mebibytes(8), .peakTree) }
        #expect(named == .peakTree)
        #expect(try metric(nil) { ($0.budget, $0.enforce) = (.mebibytes(8), .auto) } == .peakRSS)
        #expect(try metric("peak-rss: 16MiB") { $0.metric = .container } == .container)
    }

    // MARK: Errors

    @Test(
        "Without a cgroup, or with another enforcement, nothing is started, and the status is 69",
        arguments: [("auto", false), ("cgroup", false), ("watchdog", true), ("off", true)])
    func unavailable(enforce: String, hasCgroups: Bool) async throws {
        let place = try place(hasCgroups: hasCgroups)
        let error = await #expect(throws: MachineError.self) {
            try await place.run { $0.measurement.enforce = Enforcement(rawValue: enforce) }
        }
        #expect(error?.code == .unavailable && error?.exitStatus == .unavailable)
        #expect(error?.description.contains("container metric can't be measured") == true)
        #expect(!place.holds("run") && place.system.trials.isEmpty)
    }

    @Test("--verify-break-point is refused with status 64")
    func breakPoint() async throws {
        let place = try place()
        let error = await #expect(throws: BenchError.self) {
            try await place.run { $0.selection.verifyBreakPoint = true }
        }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("--verify-break-point") == true)
        #expect(place.system.trials.isEmpty)
    }

    @Test(
        "If a file names the metric, rules it can't judge end with 65; if an option does, with 64",
        arguments: ["growth: constant", "bytes-per-unit: 8", "net: 4MiB"])
    func rules(rule: String) async throws {
        let file = try place(gate: rule)
        let mistakes = await #expect(throws: InvalidScenario.self) { try await file.gate() }
        #expect(mistakes?.diagnostics.map(\.line) == [8])
        let key = rule.prefix { $0 != ":" }
        let place = try place(budget: "peak-rss: 16MiB", gate: rule)
        let error = await #expect(throws: BenchError.self) {
            try await place.gate(bench: { $0.measurement.metric = .container })
        }
        #expect(error?.code == .failed(.usage))
        let text = error?.description ?? ""
        #expect(text.contains("'\(key)' can't be judged on the metric container"))
        #expect(text.contains("'streamed'") && text.contains("rows.yaml:8"), "\(text)")
        #expect(place.system.trials.isEmpty)
        // A bench judges no rules.
        let measured = try await place.run { $0.measurement.metric = .container }
        #expect(measured.record.cell("streamed")?.verdict == .within)
    }

    @Test("A gate without such rules judges the budget")
    func gate() async throws {
        let gated = try await place(gate: "throughput: { at-least: 0.001, of: streamed }").gate()
        #expect(gated.results(.peak).allSatisfy { $0 == .kept })
        #expect(gated.results(.control) == [.kept])
    }

    @Test("A baseline of another metric is not compared, and one of the same metric is")
    func baselines() async throws {
        let place = try place()
        let folder = place.path("baselines")
        _ = try await place.gate(into: "first") { $0.updateBaseline = folder }
        let same = try await place.gate(into: "same") { $0.baseline = folder }
        #expect(same.results(.baseline).allSatisfy { $0 == .kept })
        let other = try await place.gate(into: "other") {
            $0.baseline = folder
        } bench: {
            $0.measurement.metric = .peakRSS
        }
        #expect(!other.findings(.baseline).isEmpty)
        #expect(other.findings(.baseline).allSatisfy { $0.reason == .foreignBaseline })
    }
}
