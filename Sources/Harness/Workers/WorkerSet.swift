internal import FoundationEssentials
import MemoryBudget

/// The workers that are installed, and which pipelines each can run.
public struct WorkerSet: Sendable {
    /// Every pipeline with the worker that runs it, in the workers' order.
    public let entries: [Entry]

    /// A pipeline and its worker.
    public struct Entry: Sendable {
        /// What can be run.
        public let pipeline: WorkerDescription.Pipeline
        /// The path of the executable.
        public let worker: String
    }

    /// Asks every worker what it can do.
    ///
    /// - Throws: `HarnessError` for a worker that doesn't answer as it should.
    public init(helpers: HelperPrograms) async throws {
        var entries: [Entry] = []
        for worker in helpers.workers {
            let answer = try await HelperProcess.run(
                [worker, "describe"], timeout: .seconds(20))
            guard answer.status == .exited(code: 0),
                let description = try? JSONDecoder().decode(
                    WorkerDescription.self, from: Data(answer.output)),
                description.schema == WorkerDescription.schema
            else {
                throw HarnessError(
                    .unavailable,
                    "\(worker) doesn't describe itself as '\(WorkerDescription.schema)';"
                        + " build it again with 'make build'")
            }
            entries += description.pipelines.map { Entry(pipeline: $0, worker: worker) }
        }
        self.entries = entries
    }

    /// The pipeline of a name; nil if no worker has it.
    public func entry(named name: String) -> Entry? {
        entries.first { $0.pipeline.name == name }
    }
}

extension WorkerSet.Entry {
    /// The command that does the job in a process of its own: the measured one.
    func runCommand(_ cell: Cell, input: PreparedInput, output: String) -> [String] {
        [worker, "run", "--pipeline", pipeline.name, "--strategy", cell.strategy]
            + artefactArguments(cell, input, output) + ["--units", "\(input.units)"]
    }

    /// Reads the result from the artefact, in another process than the measured one.
    ///
    /// - Returns: What is wrong with the result, or what was found in it.
    func verify(
        _ cell: Cell, input: PreparedInput, output: String
    ) async throws -> Result<VerifiedOutcome, VerificationFailure> {
        let answer = try await HelperProcess.run(
            [worker, "verify", "--pipeline", pipeline.name]
                + artefactArguments(cell, input, output),
            timeout: .seconds(3600))
        guard answer.status == .exited(code: 0),
            let found = try? JSONDecoder().decode(VerifiedOutcome.self, from: Data(answer.output))
        else {
            let words = answer.errorText.isEmpty ? "it said nothing" : answer.errorText
            return .failure(VerificationFailure(reason: "the result could not be read: \(words)"))
        }
        return .success(found)
    }

    private func artefactArguments(
        _ cell: Cell, _ input: PreparedInput, _ output: String
    ) -> [String] {
        ["--dataset-kind", input.datasetKind, "--input", input.path, "--output", output]
            + cell.parameters.sorted { $0.key < $1.key }.flatMap {
                ["--set", "\($0.key)=\($0.value)"]
            }
    }
}

/// Why a result could not be read.
struct VerificationFailure: Error {
    var reason: String
}
