package import MemoryBudget
package import Processes

/// The measurement of how much identical trials differ on this machine, in well under half a
/// second.
///
/// ```swift
/// let noise = try await NoiseMeasurement.run(in: "/tmp") { "\($0)" }
/// ```
package enum NoiseMeasurement {
    /// The trials of each program that an interval needs, and one more that reads the program from
    /// disk.
    private static let trialCount = 7

    /// Runs a static and a dynamic program a few times each, alternately, and skips a program that
    /// is not installed or fails.
    ///
    /// - Parameters:
    ///   - folder: The folder for the trials' gauge pages.
    ///   - traces: Whether the trials are traced, like those of the run.
    ///   - helpers: The installed programs.
    ///   - describe: Describes how a program failed.
    /// - Throws: `MachineError` if no program is installed or none can be measured.
    package static func run(
        in folder: String, traces: Bool = true,
        with helpers: HelperPrograms = HelperPrograms(environment: currentEnvironment()),
        describe: EvidenceDescriber
    ) async throws -> NoiseRecord {
        let programs = SteadyProgram.installed(helpers).found
        if programs.isEmpty { _ = try helpers.require(ProgramNoise.Linking.static.steadyName) }
        var observations: [ProgramNoise.Linking: [Observation]] = [:]
        for index in 0..<trialCount {
            for program in programs {
                let trial = Trial(
                    specification(of: program, index: index, in: folder, traces: traces))
                let report = try await trial.run().report(describe: describe)
                observations[program.linking, default: []].append(report.observation)
            }
        }
        let noises = programs.compactMap { program in
            ProgramNoise(
                program.linking, of: Array((observations[program.linking] ?? []).dropFirst()))
        }
        guard let noise = NoiseRecord(of: noises) else {
            let ends = programs.map { program in
                let trial = observations[program.linking]?.first
                return "\(program.path) failed: \(trial?.evidence.detail ?? "not run")"
            }
            throw MachineError(.unavailable, ends.joined(separator: "; "))
        }
        return noise
    }

    private static func specification(
        of program: SteadyProgram, index: Int, in folder: String, traces: Bool
    ) -> TrialSpecification {
        TrialSpecification(
            command: Command(
                [program.path, "\(SteadyProgram.bytes.bytes >> 20)"],
                environment: currentEnvironment()),
            limits: TrialLimits(timeout: .seconds(5), traces: traces), signals: .stop,
            directory: folder, strategy: "steady",
            scale: ScaleRecord(Scale(units: 1), inputBytes: nil), index: index)
    }
}
