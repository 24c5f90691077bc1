import MemoryBudget
import Processes
import RunStore
import ScenarioFiles
import TestSupport
import Testing

@testable import Bench
@testable import Harness

@Suite("Mistakes in settings, found before the first trial")
struct MistakeTests {
    /// A mistake in the settings, and a part of its error.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var status: MemoryBudget.ExitStatus
        var words: String
        var apply: @Sendable (inout BenchSettings) -> Void
        var testDescription: String { words }
    }

    private static let mistakes = [
        Mistake(status: .usage, words: "no strategy 'streamd'; did you mean 'streamed'?") {
            $0.selection.strategies = ["streamd"]
        },
        Mistake(status: .usage, words: "no parameter 'bacth'; did you mean 'batch'?") {
            $0.selection.settings = [Setting(argument: "bacth=1")].compactMap(\.self)
        },
        Mistake(status: .usage, words: "'many' is not a value of 'batch', which takes") {
            $0.selection.settings = [Setting(argument: "batch=many")].compactMap(\.self)
        },
        Mistake(status: .usage, words: "peak-live is read from jemalloc") {
            $0.measurement.metric = .peakLive
        },
        Mistake(status: .unavailable, words: "strategy 'absent' can't run here: built without it") {
            $0.selection.strategies = ["absent"]
        },
    ]

    @Test("Unknown or impossible settings are rejected with a proposal", arguments: mistakes)
    func refused(mistake: Mistake) async throws {
        let place = try Workplace(Workplace.scenario + "  absent: { }\n")
        let error = await #expect(throws: BenchError.self) { try await place.run(mistake.apply) }
        #expect(error?.code == .failed(mistake.status))
        #expect(error?.description.contains(mistake.words) == true, "\(error?.description ?? "")")
        #expect(!place.holds("run") && place.system.trials.isEmpty)
    }

    @Test("A metric needs a budget")
    func metricAlone() async throws {
        let place = try Workplace(
            Workplace.scenario.replacing("budget: { peak-rss: 16MiB }\n", with: ""))
        let error = await #expect(throws: BenchError.self) {
            try await place.run { $0.measurement.metric = .peakAnonymous }
        }
        #expect(error?.description.contains("no budget for --metric; give one") == true)
    }

    @Test("An unknown scenario is rejected with a proposal")
    func unknownScenario() async throws {
        let place = try Workplace()
        try place.directory.write(Workplace.scenario, to: "Scenarios/rows.yaml")
        let error = await #expect(throws: ScenarioFileError.self) {
            try await place.run { $0.scenarios = ["rosw"] }
        }
        #expect(error?.code == .notFound && error?.message.contains("rows'") == true)
    }

    @Test("A pipeline that no worker has is named in the diagnostic")
    func unknownPipeline() async throws {
        let place = try Workplace(
            Workplace.scenario.replacing("pipeline: fake", with: "pipeline: fkae"))
        let error = await #expect(throws: InvalidScenario.self) { try await place.run() }
        #expect(error?.description.contains("fkae") == true)
        #expect(!place.holds("run"))
    }

    @Test("A required enforcement that wasn't requested is rejected before the first trial")
    func requiredEnforcement() async throws {
        let place = try Workplace()
        let error = await #expect(throws: MachineError.self) {
            try await place.run {
                $0.measurement.enforce = .watchdog
                $0.measurement.requireEnforcement = .cgroup
            }
        }
        #expect(error?.code == .unavailable)
        #expect(!place.holds("run") && place.system.trials.isEmpty)
    }
}
