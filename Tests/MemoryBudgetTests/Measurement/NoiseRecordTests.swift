import MemoryBudget
import Testing

@Suite("The noise of a machine")
struct NoiseRecordTests {
    private func trial(_ bytes: Int?, milliseconds: Int, outcome: Outcome = .completed)
        -> Observation
    {
        var observation = Observation(
            strategy: "steady", scale: ScaleRecord(Scale(units: 1), inputBytes: nil), startedAt: "",
            outcome: outcome, evidence: Evidence(.exited, detail: ""),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false),
            wallNanoseconds: milliseconds * 1_000_000)
        observation.peakRSSBytes = bytes
        return observation
    }

    @Test("The noise is the standard deviation of the completed trials")
    func deviation() throws {
        let noise = try #require(
            ProgramNoise(
                .static,
                of: [
                    trial(1_000, milliseconds: 10), trial(1_010, milliseconds: 11),
                    trial(990, milliseconds: 9), trial(9_999, milliseconds: 99, outcome: .crashed),
                ]))
        #expect(noise.trials == 3)
        #expect(abs(noise.peakRSSBytes - 10) < 1e-9)
        #expect(abs(noise.peakRSSShare - 0.01) < 1e-9)
        #expect(abs(noise.wallShare - 0.1) < 1e-9)
        let machine = try #require(NoiseRecord(of: [noise]))
        #expect(abs(machine.marginBytes - 20) < 1e-9)
    }

    @Test("The larger figures of a static and a dynamic program are the machine's noise")
    func programs() throws {
        func program(_ linking: ProgramNoise.Linking, _ bytes: Double, _ wall: Double)
            -> ProgramNoise
        {
            ProgramNoise(
                linking: linking, trials: 6, peakRSSBytes: bytes, peakRSSShare: bytes / 8e6,
                wallShare: wall)
        }
        let programs = [program(.static, 2_000, 0.3), program(.dynamic, 45_000, 0.1)]
        let noise = try #require(NoiseRecord(of: programs))
        #expect(noise.peakRSSBytes == 45_000 && noise.peakRSSShare == 45_000 / 8e6)
        #expect(noise.wallShare == 0.3 && noise.marginBytes == 90_000)
        #expect(noise.programs == programs)
        #expect(NoiseRecord(of: []) == nil)
    }

    @Test("One trial, or none with a peak, gives no noise")
    func tooFew() {
        #expect(ProgramNoise(.static, of: [trial(1_000, milliseconds: 10)]) == nil)
        let unread = [trial(nil, milliseconds: 1), trial(nil, milliseconds: 1)]
        #expect(ProgramNoise(.static, of: unread) == nil)
    }

    @Test("A fit assumes at least a typical machine's noise, and more if the program shows more")
    func growthNoise() {
        let quiet = NoiseRecord(
            trials: 6, peakRSSBytes: 2_000, peakRSSShare: 2_000 / 8.4e6, wallShare: 0)
        #expect(quiet.growthNoise == .typical)
        let still = NoiseRecord(trials: 6, peakRSSBytes: 0, peakRSSShare: 0, wallShare: 0)
        #expect(still.growthNoise == .typical)
        let loud = NoiseRecord(
            trials: 6, peakRSSBytes: 840_000, peakRSSShare: 0.1, wallShare: 0)
        #expect(abs(loud.growthNoise.deviation(of: 8.4e6) / 840_000 - 1) < 1e-9)
    }
}
