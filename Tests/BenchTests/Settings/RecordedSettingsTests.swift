import Harness
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Settings that must match when a run is resumed")
struct RecordedSettingsTests {
    /// The properties that a plan records by its variants, scales and budgets.
    private static let toldOtherwise: Set = [
        "strategies", "settings", "all", "scales", "budget", "metric",
    ]

    @Test("Every setting is recorded, so new ones can't be forgotten")
    func everySetting() throws {
        let place = try Workplace()
        var settings = BenchSettings()
        settings.measurement.timeout = .seconds(60)
        settings.measurement.requireEnforcement = .auto
        settings.measurement.cpus = 1
        settings.measurement.sampleInterval = ByteCount(65_536)
        settings.selection.input = "/data.csv"
        let request = try #require(
            try place.bench {
                $0.measurement = settings.measurement
            }.requests.first)
        let texts = try RecordedSettings(of: request, base: nil).texts
        let names = [
            Mirror(reflecting: settings.measurement), Mirror(reflecting: settings.selection),
        ]
        .flatMap(\.children).compactMap(\.label)
        for name in names where !Self.toldOtherwise.contains(name) && name != "input" {
            let option = name.reduce(into: "") { text, letter in
                text += letter.isUppercase ? "-" + letter.lowercased() : "\(letter)"
            }
            #expect(texts[option] != nil, "\(name) is not recorded")
        }
        #expect(
            texts == [
                "allocator": "system", "against": "off", "autopsy": "on", "profile": "off",
                "sample-interval": "65536", "cpus": "1", "enforce": "auto",
                "need": "on",
                "ptrace": "on", "require-enforcement": "auto", "scales": "10 100 1000",
                "seed": "7", "timeout": "60000000000 ns", "trials": "2",
                "verify-break-point": "off", "budget of load-all": "peak-rss 16MiB",
                "budget of streamed": "peak-rss 16MiB", "budget of batched": "peak-rss 16MiB",
            ])
    }

    /// A change of one setting, and a part of its error.
    struct Change: Sendable, CustomTestStringConvertible {
        var words: String
        var apply: @Sendable (inout BenchSettings) -> Void
        var testDescription: String { words }
    }

    private static let changes = [
        Change(words: "trials is 5, not 2") { $0.selection.trials = 5 },
        Change(words: "seed is 8, not 7") { $0.selection.seed = 8 },
        Change(words: "scales is 10, not 10 100 1000") {
            $0.selection.scales = [Scale(units: 10)]
        },
        Change(words: "the strategies are streamed, not") {
            $0.selection.strategies = ["streamed"]
        },
        Change(words: "the strategies are load-all batch=2, streamed batch=2, batched batch=2, not")
        {
            $0.selection.settings = [Setting(argument: "batch=2")].compactMap(\.self)
        },
        Change(words: "verify-break-point is on, not off") {
            $0.selection.verifyBreakPoint = true
        },
        Change(words: "budget of streamed is peak-rss 17MiB, not peak-rss 16MiB") {
            $0.measurement.budget = .mebibytes(17)
        },
        Change(words: "budget of streamed is peak-anon 16MiB, not peak-rss 16MiB") {
            $0.measurement.metric = .peakAnonymous
        },
        Change(words: "budget of streamed is container 16MiB, not peak-rss 16MiB") {
            $0.measurement.metric = .container
        },
        Change(words: "enforce is watchdog, not auto") { $0.measurement.enforce = .watchdog },
        Change(words: "timeout is 1000000000 ns, not none") {
            $0.measurement.timeout = .seconds(1)
        },
        Change(words: "ptrace is off, not on") { $0.measurement.ptrace = false },
        Change(words: "need is off, not on") { $0.measurement.need = false },
        Change(words: "shard is 1/2, not none") { $0.shard = Shard(index: 1, count: 2) },
    ]

    @Test("A run is not resumed with another setting, which is named", arguments: changes)
    func refused(change: Change) async throws {
        let place = try Workplace()
        place.system.stop(after: 3)
        _ = try await place.run()
        place.system.stop(after: nil)
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true, change.apply)
        }
        #expect(error?.code == .failed(.usage))
        #expect(error?.description.contains(change.words) == true, "\(error?.description ?? "")")
        #expect(place.system.trials.count == 3)
    }

    @Test("Settings from the command line and from the file are equal if their values are")
    func same() async throws {
        let place = try Workplace()
        place.system.stop(after: 3)
        _ = try await place.run()
        place.system.stop(after: nil)
        let resumed = try await place.run(resuming: true) {
            $0.selection.trials = 2
            $0.selection.seed = 7
            $0.measurement.budget = .mebibytes(16)
            $0.timeLimit = .seconds(100)
        }
        #expect(resumed.record.finishedAt != nil)
    }

    @Test("A run is not resumed with another scenario text, regardless of the options")
    func changedText() async throws {
        let place = try Workplace()
        place.system.stop(after: 3)
        _ = try await place.run()
        place.system.stop(after: nil)
        try place.directory.write(Workplace.scenario + "# a remark\n", to: "rows.yaml")
        let error = await #expect(throws: BenchError.self) {
            try await place.run(resuming: true)
        }
        let words = error?.description ?? ""
        #expect(words.contains("the text of the scenario file has changed"))
        #expect(!words.contains("--resume"))
    }
}
