import Files
package import MemoryBudget
import Processes

/// Reads the contents of a result: a file, or a folder that may be missing.
///
/// Throws if the result can't be read, which makes it wrong.
package typealias ResultFingerprinter = @Sendable (_ path: String) async throws -> ResultFingerprint

extension CellExecutor {
    /// Returns the scenario's check of a completed trial; `nil` if it has none.
    ///
    /// - Parameter command: The trial's command, whose environment and folder the check shares.
    /// - Throws: `MachineError` if a signal asks the harness to stop.
    func verification(
        of planned: PlannedTrial, _ command: Command, output: String
    ) async throws -> ResultCheck? {
        guard planned.kind.isVerified, let verification = scenario.verification else { return nil }
        switch verification {
        case .command:
            let input = inputs[planned.cell.scale.units]
            return try await ResultProgram(
                words: scenario.verificationWords(
                    of: planned.cell, input: path(of: input), previous: input?.previous,
                    output: output, here: settings.here, libexec: settings.libexec),
                environment: command.environment, workingDirectory: command.workingDirectory,
                timeout: settings.limits.helperTimeout
            ).check()
        case .sameAs:
            return try await fingerprint(of: output)
        }
    }

    /// Returns the contents of the result, which are compared once the other results are known.
    private func fingerprint(of output: String) async throws -> ResultCheck? {
        guard let read = settings.fingerprint else { return nil }
        let signalBefore = StopSignals.last
        do {
            let found = try await read(output)
            return ResultCheck(
                digest: found.rowsDigest ?? found.contentDigest,
                record: ResultCheckRecord(
                    .sameAs, .pending, rows: found.rows, fingerprint: found))
        } catch {
            guard StopSignals.last == signalBefore else { throw error }
            return ResultCheck(
                disagreement: .resultNotRead(message: "\(error)"),
                record: ResultCheckRecord(.sameAs, .unreadable))
        }
    }
}

extension Observation.Kind {
    /// Whether the result is checked: not for an empty input, and not of a profiled trial.
    fileprivate var isVerified: Bool {
        switch self {
        case .measured, .need, .edge: true
        case .floor, .profiled: false
        }
    }
}
