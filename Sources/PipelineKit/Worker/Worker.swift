import Glibc
import MemoryBudget

/// The command line of a worker: describes itself, does a job, or verifies a result.
///
/// ```swift
/// let pipelines: [any Pipeline] = []
/// await Worker(pipelines).main()
/// ```
///
/// The commands:
///
///     describe
///     run    --pipeline P --strategy S --dataset-kind K --input PATH --output PATH
///            [--previous PATH] [--client-order PATH] [--units N] [--set NAME=VALUE]…
///     verify --pipeline P --dataset-kind K --input PATH --output PATH
///            [--set NAME=VALUE]…
package struct Worker: Sendable {
    /// A command beside these three, for people and scripts rather than for the harness.
    package typealias ExtraCommand = @Sendable (inout ArgumentReader) throws -> String

    private let pipelines: [any Pipeline]
    private let extraCommands: [String: ExtraCommand]

    /// Creates a worker with these pipelines.
    package init(_ pipelines: [any Pipeline], extraCommands: [String: ExtraCommand] = [:]) {
        self.pipelines = pipelines
        self.extraCommands = extraCommands
    }

    /// Runs the command given by the arguments, without the program's name.
    ///
    /// - Returns: The text for standard output; may be empty.
    /// - Throws: ``WorkerError`` for errors that the user can fix, otherwise a strategy's own
    ///   error.
    package func perform(_ arguments: [String], progress: TrialProgress) async throws -> String {
        var reader = ArgumentReader(arguments.dropFirst())
        switch arguments.first {
        case "describe":
            try reader.finish()
            return Self.description(of: pipelines).description + "\n"
        case "run":
            try await run(&reader, progress: progress)
            return ""
        case "verify":
            return try verify(&reader)
        case let name:
            guard let name, let command = extraCommands[name] else {
                throw WorkerError(
                    .usage,
                    "\(name.map { "'\($0)' is not a command" } ?? "a command is missing");"
                        + " choose from describe, run and verify")
            }
            return try command(&reader)
        }
    }

    private func run(_ reader: inout ArgumentReader, progress: TrialProgress) async throws {
        let pipeline = try choose("pipeline", from: pipelines, name: \.name, reader: &reader)
        let strategy = try choose(
            "strategy", from: pipeline.strategies, name: \.name, reader: &reader)
        let artefact = try artefact(of: pipeline, reader: &reader)
        try Self.checkReplaceable(artefact.output)
        let previous = try reader.optional("previous")
        let clientOrder = try reader.optional("client-order")
        let units = try reader.optional("units").map(Self.unitCount)
        try reader.finish()
        if let reason = strategy.unavailableReason {
            throw WorkerError(.unavailable, "strategy '\(strategy.name)' is unavailable: \(reason)")
        }
        if let units { progress.expect(units) }
        let context = TrialContext(
            input: artefact.input, previous: previous, output: artefact.output,
            clientOrder: clientOrder, datasetKind: artefact.datasetKind, units: units,
            settings: artefact.settings, progress: progress)
        try await strategy.run(context)
        progress.phase("done")
    }

    private func verify(_ reader: inout ArgumentReader) throws -> String {
        let pipeline = try choose("pipeline", from: pipelines, name: \.name, reader: &reader)
        let artefact = try artefact(of: pipeline, reader: &reader)
        try reader.finish()
        try refuseSpecialFile(at: artefact.output)
        let outcome = try pipeline.verify(artefact)
        return JSONValue.object(Self.members(of: outcome)).description + "\n"
    }

    private static func members(of outcome: VerifiedOutcome) -> [(key: String, value: JSONValue)] {
        let expected = outcome.expected.map { expected in
            JSONValue.object([
                ("rows", .integer(expected.rows)), ("rows_failed", .integer(expected.rowsFailed)),
                ("digest", .string(expected.digest)),
            ])
        }
        return [
            ("rows", .integer(outcome.rows)), ("digest", .string(outcome.digest)),
            ("expectation", outcome.expectation.map { .string($0) } ?? .null),
            ("expected", expected ?? .null),
            ("remark", outcome.remark.map { .string($0) } ?? .null),
            ("counts", outcome.counts.map { .array($0.map(member(of:))) } ?? .null),
        ]
    }

    private static func member(of count: JobCount) -> JSONValue {
        .object([("name", .string(count.name)), ("value", .integer(count.value))])
    }

    private func artefact(
        of pipeline: any Pipeline, reader: inout ArgumentReader
    ) throws(WorkerError) -> Artefact {
        let kind = try choose(
            "dataset-kind", from: pipeline.datasetKinds, name: \.self, reader: &reader)
        let input = try reader.required("input")
        try refuseSpecialFile(at: input)
        return Artefact(
            input: input, output: try reader.required("output"),
            datasetKind: kind,
            settings: try Settings(reader.assignments("set"), for: pipeline.parameters))
    }

    private func choose<Choice>(
        _ option: String, from choices: [Choice], name: (Choice) -> String,
        reader: inout ArgumentReader
    ) throws(WorkerError) -> Choice {
        let wanted = try reader.required(option)
        if let choice = choices.first(where: { name($0) == wanted }) { return choice }
        let names = choices.map(name)
        let hint =
            nearest(to: wanted, among: names).map { "did you mean '\($0)'?" }
            ?? "choose from \(names.joined(separator: ", "))"
        throw WorkerError(.usage, "there is no \(option) '\(wanted)'; \(hint)")
    }

    /// Refuses a result path that is a device, a pipe or a socket, which would be replaced or
    /// removed.
    private static func checkReplaceable(_ output: String) throws(WorkerError) {
        guard let type = fileType(of: output), ![S_IFREG, S_IFDIR, S_IFLNK].contains(type) else {
            return
        }
        throw WorkerError(
            .badSetting, "--output '\(output)' is not a regular file that can be replaced")
    }

    private static func unitCount(_ text: String) throws(WorkerError) -> Int {
        guard let count = Int(text), count >= 0 else {
            throw WorkerError(.usage, "--units is '\(text)', not a whole number of at least 0")
        }
        return count
    }

    /// Runs this process's command line and ends the process: the whole `main` of a worker.
    ///
    /// Results go to standard output. A failure writes one sentence to standard error and exits
    /// with the status of its ``WorkerError/Code``, or 70 for an error of any other type.
    package func main() async -> Never {
        // Closed pipes and file size limits must show as failed writes instead of killing the
        // process without a message.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            let output = try await perform(arguments, progress: .ofThisProcess())
            try writeAll(output, to: STDOUT_FILENO, path: "standard output")
            exit(0)
        } catch {
            let (sentence, status) = Self.report(error)
            _ = try? writeAll(sentence + "\n", to: STDERR_FILENO, path: "standard error")
            exit(status)
        }
    }

    /// Converts an error to a sentence and an exit status.
    static func report(_ error: any Error) -> (sentence: String, status: Int32) {
        let known = error as? WorkerError
        let text = known?.description ?? "internal error: \(error)"
        let line = VisibleText.line(
            text.split(whereSeparator: \.isNewline).joined(separator: " "))
        let code = known?.code ?? .internalFailure
        return ("membudget-worker: \(line)", code.rawValue)
    }
}
