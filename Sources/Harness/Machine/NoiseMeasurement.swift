package import MemoryBudget
package import Processes

/// Measures how far equal trials lie apart on this machine, in well under half a second.
package enum NoiseMeasurement {
    /// As many of each program as give an interval, and one more that reads the program from disk.
    private static let trialCount = 7

    /// Runs a static and a dynamic program a few times each, alternately. One that is not installed, or
    /// does not end well, is left out.
    ///
    /// - Parameters:
    ///   - folder: Where the trials keep their gauge page.
    ///   - traces: As the trials of the run.
    ///   - helpers: Where the programs are.
    ///   - describe: Words how a program ended, if it did not end well.
    /// - Throws: `MachineError` if none is there or none can be measured.
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
                return "\(program.path) does not end well: \(trial?.evidence.detail ?? "not run")"
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
