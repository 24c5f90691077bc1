internal import Files
internal import FoundationEssentials
import MemoryBudget
package import Processes

/// The installed workers, and the pipelines that each can run.
///
/// ```swift
/// import Processes
/// let workers = try await WorkerSet(helpers: HelperPrograms(environment: currentEnvironment()))
/// for entry in workers.entries { print(entry.pipeline.name, entry.worker) }
/// ```
package struct WorkerSet: Sendable {
    /// Every pipeline with the worker that runs it, in the workers' order.
    package let entries: [Entry]

    /// The workers that can't describe themselves, such as one with missing libraries.
    package let broken: [Broken]

    /// The workers that can't be started here but have a record of what they would run: their
    /// strategies are unavailable entries, with the reason.
    package let unstartable: [Broken]

    /// A worker that can't be used.
    package struct Broken: Sendable {
        /// The path of the executable.
        package let worker: String
        /// The error and its remedy, in one sentence that names the worker.
        package let reason: String
    }

    /// A pipeline and its worker.
    package struct Entry: Sendable {
        /// The pipeline that can be run.
        package let pipeline: WorkerDescription.Pipeline
        /// The path of the executable.
        package let worker: String

        /// Creates an entry.
        package init(pipeline: WorkerDescription.Pipeline, worker: String) {
            self.pipeline = pipeline
            self.worker = worker
        }
    }

    /// Creates a set of known workers.
    package init(entries: [Entry], broken: [Broken] = []) {
        self.entries = entries
        self.broken = broken
        unstartable = []
    }

    /// Asks every worker to describe itself; a broken one doesn't affect the others.
    ///
    /// An installation has a record beside each worker, such as `membudget-worker-xlsx.json`: the
    /// worker's description of itself when it was built.
    ///
    /// - Throws: `MachineError` if a signal asks the harness to stop.
    package init(helpers: HelperPrograms) async throws {
        var entries: [Entry] = []
        var broken: [Broken] = []
        var unstartable: [Broken] = []
        for worker in helpers.workers {
            do {
                entries += try await Self.describe(worker).pipelines.map {
                    Entry(pipeline: $0, worker: worker)
                }
            } catch let error as MachineError where StopSignals.last == nil {
                let found = Broken(worker: worker, reason: error.description)
                guard let recorded = Self.recorded(worker) else {
                    broken.append(found)
                    continue
                }
                unstartable.append(found)
                entries += recorded.pipelines.map {
                    Entry(pipeline: $0.unavailable(because: found.reason), worker: worker)
                }
            }
        }
        self.entries = entries
        self.broken = broken
        self.unstartable = unstartable
    }

    /// Returns a worker's decoded answer; `nil` if it is malformed, or has numbers out of bounds.
    fileprivate static func decoded<Value: Decodable>(
        _ type: Value.Type, from output: [UInt8]
    ) -> Value? {
        guard (try? JSONBounds.check(output)) != nil else { return nil }
        return try? JSONDecoder().decode(type, from: Data(output))
    }

    /// Returns the record that a worker printed when it was built; `nil` if there is none, or if it
    /// has another format version.
    private static func recorded(_ worker: String) -> WorkerDescription? {
        let contents = try? OpenFile(reading: "\(worker).json")
            .readFirst(byteCount: recordBytesMaximum)
        guard let contents, let description = decoded(WorkerDescription.self, from: contents),
            description.schema == WorkerDescription.schema
        else { return nil }
        return description
    }

    /// The maximum size of a record, far above the size of any valid one.
    private static let recordBytesMaximum = 1 << 20

    private static func describe(_ worker: String) async throws -> WorkerDescription {
        let answer = try await HelperProcess.run([worker, "describe"], timeout: .seconds(20))
        guard answer.status == .exited(code: 0) else {
            // The dynamic loader's messages begin with the path.
            let message = answer.errorText.split(separator: "\(worker): ").joined()
            let words = message.isEmpty ? "it wrote no error message" : message
            throw MachineError(.unavailable, "\(worker) can't be started: \(words)")
        }
        guard let description = Self.decoded(WorkerDescription.self, from: answer.output) else {
            throw MachineError(
                .unavailable,
                "\(worker) doesn't describe itself as '\(WorkerDescription.schema)';"
                    + " rebuild it with 'make build'")
        }
        guard description.schema == WorkerDescription.schema else {
            throw MachineError(
                .unavailable,
                "\(worker) uses format '\(description.schema)', but this membudget needs"
                    + " '\(WorkerDescription.schema)', which digests results differently;"
                    + " rebuild it, or see 'The digest' in Documentation/WORKER.md")
        }
        return description
    }

    /// Returns the pipeline with a name; `nil` if no worker has it.
    package func entry(named name: String) -> Entry? {
        entries.first { $0.pipeline.name == name }
    }
}

extension WorkerSet.Entry {
    /// Returns the command that does the job in a process of its own, which is measured.
    ///
    /// - Parameter clientOrder: The path to which a server writes its client's order; `nil` for
    ///   other jobs.
    func runCommand(
        _ cell: Cell, input: PreparedInput, output: String, clientOrder: String?
    ) -> [String] {
        [worker, "run", "--pipeline", pipeline.name, "--strategy", cell.strategy]
            + artefactArguments(cell, input: input, output: output)
            + (input.previous.map { ["--previous", $0] } ?? [])
            + (clientOrder.map { ["--client-order", $0] } ?? []) + ["--units", "\(input.units)"]
    }

    /// Returns whether a strategy is a server that needs a client.
    func usesClient(_ strategy: String) -> Bool {
        pipeline.strategies.first { $0.name == strategy }?.usesClient ?? false
    }

    /// Reads the result from the artefact, in a different process than the measured one.
    ///
    /// - Returns: The error in the result, or its contents.
    func verify(
        _ cell: Cell, input: PreparedInput, output: String
    ) async throws -> Result<VerifiedOutcome, VerificationFailure> {
        let answer = try await HelperProcess.run(
            HelperCommand(
                [worker, "verify", "--pipeline", pipeline.name]
                    + artefactArguments(cell, input: input, output: output),
                environment: input.environment),
            timeout: .seconds(3600))
        guard answer.status == .exited(code: 0),
            let found = WorkerSet.decoded(VerifiedOutcome.self, from: answer.output)
        else {
            return .failure(VerificationFailure(message: answer.errorText))
        }
        return .success(found)
    }

    private func artefactArguments(
        _ cell: Cell, input: PreparedInput, output: String
    ) -> [String] {
        ["--dataset-kind", input.datasetKind, "--input", input.path, "--output", output]
            + cell.parameters.sorted { $0.key < $1.key }.flatMap {
                ["--set", "\($0.key)=\($0.value)"]
            }
    }
}

/// The reason why a result could not be read.
struct VerificationFailure: Error {
    /// The end of the reader's standard error.
    var message: String
}
