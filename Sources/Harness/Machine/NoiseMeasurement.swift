package import MemoryBudget
import Processes

/// Measures how far equal trials lie apart on this machine, in well under half a second.
package enum NoiseMeasurement {
    /// What the program touches.
    package static let programBytes = ByteCount.mebibytes(8)
    /// As many as give an interval, and one more that reads the program from disk.
    private static let trialCount = 7

    /// Runs the program a few times.
    ///
    /// - Parameters:
    ///   - folder: Where the trials keep their gauge page.
    ///   - traces: As the trials of the run.
    ///   - describe: Words how the program ended, if it did not end well.
    /// - Throws: `MachineError` if it isn't there or can't be measured.
    package static func run(
        in folder: String, traces: Bool = true, describe: EvidenceDescriber
    ) async throws -> NoiseRecord {
        let helpers = HelperPrograms(environment: currentEnvironment())
        let program = try helpers.require("membudget-steady")
        var observations: [Observation] = []
        for index in 0..<trialCount {
            let specification = TrialSpecification(
                command: Command(
                    [program, "\(programBytes.bytes >> 20)"], environment: currentEnvironment()),
                limits: TrialLimits(timeout: .seconds(5), traces: traces), signals: .stop,
                directory: folder, strategy: "steady",
                scale: ScaleRecord(Scale(units: 1), inputBytes: nil), index: index)
            let report = try await Trial(specification).run().report(describe: describe)
            observations.append(report.observation)
        }
        guard let noise = NoiseRecord(of: Array(observations.dropFirst())) else {
            throw MachineError(
                .unavailable, "\(program) does not end well: \(observations[0].evidence.detail)")
        }
        return noise
    }
}
