import Files
import Glibc
package import MemoryBudget
import Processes

/// The executor of a scenario's trials. It builds each command, measures it, checks its result from
/// the artefact, and removes the artefact.
///
/// ```swift
/// func run(_ cell: Cell, with executor: CellExecutor) async throws {
///     let report = try await executor.execute(PlannedTrial(cell: cell, kind: .measured, index: 0))
///     print(report.observation.outcome)
/// }
/// ```
package struct CellExecutor: TrialExecutor {
    let scenario: Scenario
    private let worker: WorkerSet.Entry?
    let inputs: [Int: PreparedInput]
    let settings: Settings

    /// The settings that all cells share.
    package struct Settings: Sendable {
        /// A folder on the disk that artefacts may fill; each trial gets a new folder in it.
        package var workDirectory: String
        /// The limits of measured and floor trials, except for the budget, which depends on the
        /// cell.
        package var limits: TrialLimits
        /// The maximum memory of a need trial.
        package var ceiling: ByteCount
        /// The seed of the run.
        package var seed: UInt64
        /// The value of `{libexec}`.
        package var libexec: String
        /// The value of `{here}`: the folder of the scenario's file.
        package var here: String
        /// Describes how a trial ended.
        package var describe: EvidenceDescriber
        /// Reads the contents of a result for comparison with others; `nil` compares nothing.
        package var fingerprint: ResultFingerprinter?
        /// The bytes between two samples of a profiled trial; `nil` derives them from the cell's
        /// budget.
        package var sampleInterval: ByteCount?
        /// Called ten times per second with the running trial's progress, on a thread of its own;
        /// optional.
        package var progress: (@Sendable (PlannedTrial, TrialMoment) -> Void)?

        package init(
            workDirectory: String, limits: TrialLimits, ceiling: ByteCount, seed: UInt64,
            libexec: String, here: String, describe: @escaping EvidenceDescriber,
            sampleInterval: ByteCount? = nil,
            progress: (@Sendable (PlannedTrial, TrialMoment) -> Void)? = nil
        ) {
            self.workDirectory = workDirectory
            self.limits = limits
            self.ceiling = ceiling
            self.seed = seed
            self.libexec = libexec
            self.here = here
            self.describe = describe
            self.sampleInterval = sampleInterval
            self.progress = progress
        }
    }

    /// Creates an executor.
    ///
    /// - Parameters:
    ///   - worker: The worker that runs the scenario's pipeline; `nil` for a command.
    ///   - inputs: The inputs by units; 0 is the empty one for floor trials.
    package init(
        scenario: Scenario, worker: WorkerSet.Entry?, inputs: [Int: PreparedInput],
        settings: Settings
    ) {
        self.scenario = scenario
        self.worker = worker
        self.inputs = inputs
        self.settings = settings
    }

    /// Runs one trial and checks its result.
    package func execute(_ planned: PlannedTrial) async throws -> TrialReport {
        let folder = try FreshFolder(in: settings.workDirectory, prefix: "trial")
        defer { folder.remove() }
        return try await around(planned.cell, folder: folder.path).run {
            try await run(planned, in: folder.path)
        }
    }

    /// Runs one trial in its folder, and checks its result.
    private func run(_ planned: PlannedTrial, in folder: String) async throws -> TrialReport {
        let output = Self.output(in: folder)
        let input = inputs[planned.cell.scale.units]
        let before = input.flatMap { InputState(of: $0.diskPath) }
        let order = clientOrder(of: planned.cell, folder: folder)
        let specification = specification(
            planned, input: input, folder: folder, output: output, clientOrder: order)
        var (trial, complaint) = try await TrialClient.during(order) {
            try await Trial(specification).run()
        }
        // A server that waits for a failed client reports no error itself.
        if let complaint, [.timedOut, .stalled].contains(trial.proof.outcome) {
            trial.errorText += "the client: \(complaint)\n"
        }
        var check = ResultCheck()
        if let worker, let input, input.expected != nil, trial.proof.outcome == .completed {
            check = try await worker.check(
                planned.cell, input: input, output: output, rejectedCount: trial.rejectedCount,
                clientComplaint: complaint)
            check.weighInput(before: before, after: InputState(of: input.diskPath))
        }
        if trial.proof.outcome == .completed,
            let found = try await verification(of: planned, specification.command, output: output)
        {
            check = found
            if let input {
                check.weighInput(before: before, after: InputState(of: input.diskPath))
            }
        }
        // Even a trial without rejected units may have remarks on accepted ones.
        if trial.rejectedCount != nil {
            check.rejectedLines = RejectedLines.first(in: "\(output).rejected.jsonl")
        }
        return trial.report(checked: check, describe: settings.describe)
    }

    private func specification(
        _ planned: PlannedTrial, input: PreparedInput?, folder: String, output: String,
        clientOrder: String?
    ) -> TrialSpecification {
        var limits = settings.limits
        limits.budget = scenario.budget(of: planned.cell.strategy)
        if planned.kind == .need {
            limits.budget = Budget(metric: .peakRSS, limit: settings.ceiling)
            limits.isCeiling = true
            limits.requiredEnforcement = nil
            limits.enforcement = limits.enforcement == .off ? .off : .auto
        }
        var specification = TrialSpecification(
            command: Command(
                arguments(planned.cell, input: input, output: output, clientOrder: clientOrder),
                environment: environment(input), workingDirectory: trialFolder),
            limits: limits, allocator: scenario.allocator, signals: .stop, directory: folder,
            strategy: planned.cell.strategy,
            scale: ScaleRecord(planned.cell.scale, inputBytes: input?.bytes), kind: planned.kind,
            index: planned.index, seed: settings.seed)
        specification.scenario = scenario.name
        specification.parameters = planned.cell.parameters
        if planned.kind == .profiled {
            specification.sampleInterval =
                settings.sampleInterval ?? SampleInterval.fitting(limits.budget?.limit)
        }
        if let tell = settings.progress {
            specification.progress = { moment in tell(planned, moment) }
        }
        return specification
    }

    /// Returns the path to which a server writes its client's order; `nil` for other strategies.
    private func clientOrder(of cell: Cell, folder: String) -> String? {
        worker?.usesClient(cell.strategy) == true ? "\(folder)/client-order" : nil
    }

    private func arguments(
        _ cell: Cell, input: PreparedInput?, output: String, clientOrder: String?
    ) -> [String] {
        switch scenario.job {
        case .pipeline:
            guard let worker, let input else {
                preconditionFailure("a pipeline's cell has a worker and an input")
            }
            return worker.runCommand(
                cell, input: input, output: output, clientOrder: clientOrder)
        case .command:
            return scenario.commandWords(
                of: cell, input: path(of: input), previous: input?.previous, output: output,
                here: settings.here, libexec: settings.libexec)
        }
    }
}

extension WorkerSet.Entry {
    /// Compares the result with the expectation in the dataset's manifest.
    ///
    /// - Parameter clientComplaint: The error message of a server's client, which explains a wrong
    ///   result but doesn't prove it; `nil` for none.
    fileprivate func check(
        _ cell: Cell, input: PreparedInput, output: String, rejectedCount: Int?,
        clientComplaint: String?
    ) async throws -> ResultCheck {
        let remark = clientComplaint.map { "the client: \($0)" }
        // Reading a FIFO would block until a writer opens it.
        guard FileKind(of: output) != .special else {
            return ResultCheck(
                disagreement: .resultNotRead(message: "the output is neither a file nor a folder"))
        }
        switch try await verify(cell, input: input, output: output) {
        case .success(var found):
            found.remark = found.remark ?? remark
            guard let expected = input.expected(of: found) else {
                let missing = found.expectation ?? ""
                return ResultCheck(
                    digest: found.digest, counts: found.counts,
                    disagreement: .expectationMissing(expectation: missing))
            }
            return ResultCheck(
                digest: found.digest, counts: found.counts,
                disagreement: found.disagreement(with: expected, rowsFailed: rejectedCount))
        case .failure(let failure):
            let words = [failure.message, remark].compactMap(\.self).joined(separator: "; ")
            return ResultCheck(disagreement: .resultNotRead(message: words))
        }
    }
}
