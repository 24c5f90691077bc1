import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Updates of baselines")
struct BaselineUpdateTests {
    private let place: Workplace
    private var folder: String { place.path("baselines") }

    private static let text = """
        scenario: lines
        command: ["{strategy}", "{input}"]
        dataset: { kind: csv-rows }
        scales: [100, 200]
        trials: 1
        budget: { peak-rss: 64MiB }
        strategies: { plain: { }, rare: { default: false } }

        """

    init() throws {
        place = try Workplace(Self.text) { _ in .holding(mebibytes: 8) }
    }

    private func update(
        into name: String, _ change: (inout BenchSettings) -> Void = { _ in }
    ) async throws {
        let gated = try await place.gate(into: name, { $0.updateBaseline = folder }, bench: change)
        #expect(gated.status == .success)
    }

    /// Returns the error of the check before a run.
    private func refusal(_ change: (inout BenchSettings) -> Void) throws -> BenchError? {
        let update = BaselineUpdate(
            of: try place.bench(change).classed().requests, below: folder,
            on: place.system.environment)
        do {
            try update.check()
            return nil
        } catch let error as BenchError {
            return error
        }
    }

    private var baseline: BaselineRecord? {
        get throws {
            try BaselineFolder(reading: folder, scenarios: ["lines"]).records(of: "lines").first
        }
    }

    /// The cells of the only baseline.
    private var cells: [String]? {
        get throws { try baseline?.cells.map { "\($0.key.variant) @ \($0.scale.units)" } }
    }

    @Test("Only a run of all cells replaces a baseline of other data")
    func otherData() async throws {
        try await update(into: "first")
        #expect(try cells == ["plain @ 100", "plain @ 200"])
        let part: (inout BenchSettings) -> Void = {
            $0.selection.seed = 7
            $0.selection.scales = [Scale(units: 100)]
        }
        let error = try refusal(part)
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains("was measured with other data, so only") == true)
        await #expect(throws: BenchError.self) { try await update(into: "part", part) }
        #expect(!place.holds("part"))
        #expect(try cells == ["plain @ 100", "plain @ 200"])
        try await update(into: "same") { $0.selection.scales = [Scale(units: 100)] }
        #expect(try cells == ["plain @ 100", "plain @ 200"])
        try await update(into: "all") { $0.selection.seed = 7 }
        #expect(try baseline?.dataset?.seed == 7)
    }

    @Test("Some cells of another metric don't replace a baseline")
    func otherMetric() async throws {
        try await update(into: "first")
        let error = try refusal {
            $0.measurement.metric = .peakAnonymous
            $0.selection.scales = [Scale(units: 200)]
        }
        #expect(error?.description.contains("was measured with another metric, so") == true)
        #expect(try refusal { $0.measurement.metric = .peakAnonymous } == nil)
    }

    @Test("A cell that isn't run by default is only required if the baseline has it")
    func notDefault() async throws {
        try await update(into: "first") { $0.selection.all = true }
        #expect(try cells?.count == 4)
        #expect(try refusal { $0.selection.seed = 7 }?.code == .failed(.usage))
        #expect(
            try refusal {
                $0.selection.seed = 7
                $0.selection.all = true
            } == nil)
    }

    @Test("A baseline of another environment doesn't prevent an update")
    func otherEnvironment() async throws {
        try await update(into: "first")
        var environment = place.system.environment
        environment.pageSizeBytes = 16_384
        let requests = try place.bench {
            $0.selection.seed = 7
            $0.selection.scales = [Scale(units: 100)]
        }.requests
        try BaselineUpdate(of: requests, below: folder, on: environment).check()
    }

    @Test("Cells of omitted parameter values stay in the baseline while the file has them")
    func settings() async throws {
        let expected = [
            ("8, 9", [], ["command mib=8 @ 1", "command mib=9 @ 1"]),
            ("8, 9", ["mib=8"], ["command mib=8 @ 1", "command mib=9 @ 1"]),
            ("8", [], ["command mib=8 @ 1"]),
        ]
        for (index, (values, settings, left)) in expected.enumerated() {
            try place.directory.write(
                """
                scenario: lines
                command: ["{libexec}/job", "{mib}"]
                trials: 1
                budget: { peak-rss: 64MiB }
                parameters: { mib: [\(values)] }
                """, to: "rows.yaml")
            try await update(into: "run\(index)") {
                $0.selection.settings = settings.compactMap(Setting.init(argument:))
            }
            #expect(try cells == left)
        }
    }
}
