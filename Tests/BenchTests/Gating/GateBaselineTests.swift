import Harness
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Growth against a committed baseline")
struct GateBaselineTests {
    /// Creates a place whose command holds this many MiB.
    private func place(
        _ mebibytes: Int, _ text: String = Workplace.command(), cLibrary: String? = nil
    ) throws -> Workplace {
        try Workplace(text, cLibrary: cLibrary) { _ in .holding(mebibytes: mebibytes) }
    }

    /// Creates a place with a baseline of 16 MiB, and returns it with the baseline's folder.
    private func baselined(
        cLibrary: String? = nil
    ) async throws -> (place: Workplace, folder: String) {
        let place = try place(16, cLibrary: cLibrary)
        let folder = place.path("baselines")
        let first = try await place.gate(into: "first") { $0.updateBaseline = folder }
        #expect(first.status == .success)
        return (place, folder)
    }

    /// Returns the path of the only file in the place's folder of baselines.
    private func file(_ place: Workplace) throws -> String {
        "baselines/\(try #require(place.names(in: "baselines").first))/fixed.json"
    }

    @Test("The same program is unchanged, a larger one regressed, a smaller one improved")
    func changes() async throws {
        let (old, folder) = try await baselined()
        func judged(_ mebibytes: Int, isRatchet: Bool = false) async throws -> Gated {
            try await place(mebibytes).gate {
                $0.baseline = folder
                $0.requireBaseline = true
                $0.ratchet = isRatchet
            }
        }
        let same = try await judged(16)
        #expect(same.status == .success && same.results(.baseline) == [.kept])
        #expect(same.measured.record.gate?.baseline == folder)
        let more = try await judged(24)
        #expect(more.status == .regressed && more.results(.baseline) == [.regressed])
        #expect(more.text.contains("regressed: 24."), "\(more.text)")
        let less = try await judged(8)
        #expect(less.status == .success && less.results(.baseline) == [.improved])
        let ratchet = try await judged(8, isRatchet: true)
        #expect(ratchet.status == .regressed && ratchet.text.contains("update the baseline"))
        #expect(ratchet.results(.baseline) == [.improvedRatchet])
        #expect(old.holds("baselines"))
    }

    @Test("Changes up to the scenario's threshold are tolerated")
    func threshold() async throws {
        let (old, folder) = try await baselined()
        let text = Workplace.command("gate: { baseline: 80% }")
        let gated = try await place(24, text).gate { $0.baseline = folder }
        #expect(gated.status == .success)
        #expect(gated.findings(.baseline).last?.limit == 0.8)
        #expect(old.holds("baselines"))
    }

    @Test("A crash is not a regression, and over budget takes precedence over regressed")
    func precedence() async throws {
        let (old, folder) = try await baselined()
        let over = try await place(24, Workplace.command(budget: "18MiB")).gate {
            $0.baseline = folder
        }
        #expect(over.status == .overBudget)
        let crashing = try Workplace(Workplace.command()) { _ in .ending(as: .crashed) }
        let crash = try await crashing.gate { $0.baseline = folder }
        #expect(crash.status == .crashed && crash.results(.baseline).isEmpty)
        #expect(old.holds("baselines"))
    }

    @Test("A baseline of another environment is named, not compared; if required, it is missing")
    func otherEnvironment() async throws {
        let (old, folder) = try await baselined(cLibrary: "musl 1.2")
        let other = try #require(old.names(in: "baselines").first)
        let name = other.replacing("musl-1.2", with: "glibc-2.36")
        let place = try place(16, cLibrary: "glibc 2.36")
        let gated = try await place.gate { $0.baseline = folder }
        #expect(gated.status == .success && gated.results(.baseline) == [.new])
        let sentence = gated.findings(.baseline).first?.sentence ?? ""
        #expect(sentence.contains("no baseline for this environment (\(name))"), "\(sentence)")
        #expect(sentence.contains(other))
        let required = try await place.gate(into: "required") {
            $0.baseline = folder
            $0.requireBaseline = true
        }
        #expect(required.status == .inconclusive && required.results(.baseline) == [.missing])
    }

    @Test(
        "A damaged or misplaced baseline is rejected by file name, and nothing is started",
        arguments: ["", "{", "{}", "{\"schema\":\"membudget.baseline/9\"}", "renamed"])
    func damaged(text: String) async throws {
        let (place, folder) = try await baselined()
        let file = try file(place)
        let whole = try place.text(file)
        let damaged = text == "renamed" ? whole.replacing("\"fixed\"", with: "\"other\"") : text
        try place.directory.write(damaged, to: file)
        let count = place.system.trials.count
        for key in [\GateSettings.baseline, \.updateBaseline] {
            let error = await #expect(throws: RunStoreError.self) {
                try await place.gate { $0[keyPath: key] = folder }
            }
            #expect(error?.code == .damaged && error?.exitStatus == .invalidScenario)
            #expect(error?.description.contains(file) == true)
            #expect(error?.description.contains("delete it") == true)
            #expect(!place.holds("run") && place.system.trials.count == count)
        }
        #expect(try place.text(file) == damaged)
    }

    @Test("A failed run writes no baseline, and a second run writes the same file")
    func refused() async throws {
        let (old, folder) = try await baselined()
        let file = try file(old)
        let before = try old.text(file)
        #expect(before.contains("\"peak_bytes\"") && before.hasSuffix("}\n"))
        for isAdvisory in [false, true] {
            let gated = try await place(24, Workplace.command(budget: "18MiB")).gate {
                $0.updateBaseline = folder
                $0.advisory = isAdvisory
            }
            #expect(gated.status == .overBudget)
            #expect(try old.text(file) == before)
        }
        let again = try await place(16).gate { $0.updateBaseline = folder }
        #expect(try again.status == .success && old.text(file) == before)
    }

    // MARK: Against other workers

    /// Creates a place whose command holds this many MiB, depending on the build.
    private func builds(head: Int, base: Int) throws -> Workplace {
        let text = Workplace.command().replacing("trials: 2", with: "trials: 4")
        let place = try Workplace(text) {
            .holding(mebibytes: $0.build == .head ? head : base)
        }
        for name in ["small", "large"] { try place.directory.write("", to: "\(name)/job") }
        return place
    }

    @Test(
        "Two builds run alternately and are compared",
        arguments: [
            (24, 8, MemoryBudget.ExitStatus.regressed, GateFinding.Result.regressed),
            (8, 24, .success, .improved), (8, 8, .success, .kept),
        ])
    func against(
        head: Int, base: Int, status: MemoryBudget.ExitStatus, result: GateFinding.Result
    ) async throws {
        let place = try builds(head: head, base: base)
        let gated = try await place.gate { $0.against = place.path("small") }
        #expect(gated.status == status && gated.results(.baseline) == [result])
        // The base only has planned trials.
        let parts = try #require(place.plan).parts
        #expect(parts.map(\.measured) == [4, 4] && parts.map(\.floor) == [0, 0])
        #expect(parts.map(\.extraAtMost) == [5, 0] && parts.map(\.needAtMost) == [1, 0])
        // Alternately: head, base, base, head, …
        let order = place.system.trials.filter { $0.kind == .measured }.map { $0.build == .base }
        #expect(order == [false, true, true, false, false, true, true, false])
        #expect(gated.measured.record.scenarios.map(\.name) == ["fixed", "fixed@base"])
    }

    @Test("A run is only resumed with the base that it started with")
    func otherBase() async throws {
        let place = try builds(head: 8, base: 8)
        let cut = try await place.gate {
            $0.against = place.path("small")
        } bench: {
            $0.timeLimit = .zero
        }
        #expect(cut.status == .inconclusive)
        let other = await #expect(throws: BenchError.self) {
            try await place.gate(resuming: true) { $0.against = place.path("large") }
        }
        #expect(other?.code == .failed(.usage))
        let words = "against is \(place.path("large")), not \(place.path("small"))"
        #expect(other?.description.contains(words) == true, "\(other?.description ?? "")")
        let none = await #expect(throws: BenchError.self) { try await place.gate(resuming: true) }
        #expect(none?.code == .failed(.usage) && place.system.trials.isEmpty)
        let same = try await place.gate(resuming: true) { $0.against = place.path("small") }
        #expect(same.status == .success && place.system.trials.count == 8)
    }
}
