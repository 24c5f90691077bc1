import MemoryBudget
import Testing

@Suite("Extrapolated needs")
struct NeedEstimateTests {
    private let cell = Cell(
        strategy: "load-all", role: .control, scale: Scale(units: 100_000),
        parameters: ["batch": "10"])

    /// Returns a trial with 8 MiB plus 1 KiB per unit.
    private func trial(
        _ units: Int, _ kind: Observation.Kind = .measured, outcome: Outcome = .completed,
        evidence: Evidence.Kind = .exited, bytes: Int? = nil, batch: String = "10"
    ) -> Observation {
        var trial = Observation(
            strategy: "load-all", scale: ScaleRecord(Scale(units: units), inputBytes: nil),
            kind: kind, startedAt: "", outcome: outcome, evidence: Evidence(evidence, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
        trial.parameters = ["batch": batch]
        trial.peakRSSBytes = bytes ?? (8 << 20) + units << 10
        trial.peakAnonBytes = trial.peakRSSBytes.map { $0 / 2 }
        return trial
    }

    private var smaller: [Observation] {
        [trial(1_000), trial(2_000), trial(4_000, .need), trial(0, .floor)]
    }

    @Test("Measured and need trials of three smaller scales give an estimate with an interval")
    func estimate() throws {
        let estimate = try #require(NeedEstimate(of: cell, from: smaller))
        let truth = Double(8 << 20 + 100_000 << 10)
        #expect(abs(Double(estimate.bytes) - truth) < 0.1 * truth)
        #expect(estimate.lowBytes <= estimate.bytes && estimate.bytes <= estimate.highBytes)
        #expect(estimate.fromScales == ["1k", "2k", "4k"])
    }

    @Test("The estimate is of the requested metric")
    func metric() throws {
        let resident = try #require(NeedEstimate(of: cell, from: smaller))
        let anonymous = try #require(
            NeedEstimate(of: cell, from: smaller, metric: .peakAnonymous))
        #expect(abs(Double(anonymous.bytes) / Double(resident.bytes) - 0.5) < 0.05)
        #expect(NeedEstimate(of: cell, from: smaller, metric: .peakLive) == nil)
    }

    @Test(
        "Trials that are killed, wrong, not smaller or of another variant are not used",
        arguments: 0..<4)
    func others(which: Int) {
        let odd = [
            trial(4_000, batch: "1000"), trial(100_000),
            trial(4_000, outcome: .overBudget, evidence: .watchdog),
            trial(4_000, outcome: .wrongResult, evidence: .verification),
        ][which]
        #expect(
            NeedEstimate(of: cell, from: [trial(1_000), trial(2_000), trial(0, .floor), odd]) == nil
        )
    }

    @Test("A killed trial that held more than the smaller scales explain prevents an estimate")
    func contradicted() throws {
        let held = 4 << 30
        let killed = trial(100_000, outcome: .overBudget, evidence: .watchdog, bytes: held)
        #expect(NeedEstimate(of: cell, from: smaller + [killed]) == nil)
        let early = trial(100_000, outcome: .overBudget, evidence: .watchdog, bytes: 1 << 20)
        #expect(NeedEstimate(of: cell, from: smaller + [early]) != nil)
    }

    @Test("There is no estimate beyond 100 times the largest measured scale")
    func far() throws {
        var cell = cell
        cell.scale = Scale(units: 1_000_000_000)
        #expect(NeedEstimate(of: cell, from: smaller) == nil)
    }
}
