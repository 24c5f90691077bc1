import Files
import MemoryBudget
import Processes

/// Data written by a user's command, as a dataset in the cache.
///
/// The command runs once per scale. Its data is reused as long as the command line, the files named
/// in it and the scale stay the same.
///
/// ```swift
/// let words = ["python3", "generate.py", "{scale}", "{output}"]
/// let data = try CommandData(words, folder: "Scenarios", libexec: "/usr/libexec/membudget")
/// ```
package struct CommandData: DatasetSource {
    /// The kind of data written by a command.
    package static let commandKind = DatasetKind(
        name: "command", about: "What a command of your own writes, given by 'command:'",
        unit: "units", isGenerated: false)

    private let template: [String]
    private let values: [String: String]
    private let folder: String
    /// The files named in the command line, which affect the data; absolute paths.
    package let scripts: [String]
    private let digests: String

    /// Creates the data of a command.
    ///
    /// - Parameters:
    ///   - template: The program and its arguments, with placeholders.
    ///   - folder: The folder of the scenario, in which the command starts and relative paths
    ///     begin.
    ///   - libexec: The value of `{libexec}`.
    /// - Throws: `DatasetError` for a file in the command line that can't be read.
    package init(_ template: [String], folder: String, libexec: String) throws {
        self.template = template
        self.folder = folder
        values = ["here": folder, "libexec": libexec]
        let words = template.map { [values] in CommandTemplate.expand($0, values: values) }
        let paths = words.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
        scripts = paths.filter { FileKind(of: $0) == .regular }
        digests = try withDatasetErrors { [scripts] in
            try scripts.map { try ContentDigest.of($0) }.joined(separator: " ")
        }
    }

    package var kind: DatasetKind { Self.commandKind }
    package var version: Int { 1 }
    package var seed: UInt64 { 0 }
    package var nominalBytesPerSecond: Double { 40 * 1_048_576 }
    package var storage: any DatasetStorage { FileStorage() }
    package var parameters: [String: String] {
        ["command": shellWords(template), "folder": folder, "scripts": digests]
    }

    /// Returns 0: only the command knows.
    package func estimatedBytes(of size: DatasetSize) -> Int { 0 }

    package func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        guard case .units(let scale) = size else {
            throw DatasetError(.invalidParameter, "a command needs a scale, not a number of bytes")
        }
        let output = "\(absolutePath(directory))/data"
        var values = values
        values[CommandTemplate.Placeholder.scale.rawValue] = "\(scale.units)"
        values[CommandTemplate.Placeholder.output.rawValue] = output
        let words = template.map { CommandTemplate.expand($0, values: values) }
        try run(words, scale: scale, progress: progress)
        switch FileKind(ofLink: output) {
        case .regular, .directory: break
        case nil:
            throw failure(
                at: scale, because: "succeeded, but wrote nothing to {output} (\(output))")
        default: throw failure(at: scale, because: "wrote neither a file nor a folder to {output}")
        }
        return DatasetManifest(
            kind: kind.name, generatorVersion: version, parameters: parameters,
            units: scale.units,
            expected: ExpectedOutcome(rows: scale.units, rowsFailed: 0, digest: ""),
            bytes: try Directory.bytes(of: output), file: "data", columns: [])
    }

    private func run(
        _ words: [String], scale: Scale, progress: DatasetProgress.Handler
    ) throws {
        let report = DatasetProgress(stage: .generating, unitsTotal: scale.units)
        do {
            let end = try WatchedHelper.run(
                HelperCommand(words, workingDirectory: folder)
            ) { try progress(report) }
            if let objection = end.objection() { throw failure(at: scale, because: objection) }
        } catch let error as MachineError where error.code == .commandFailed {
            throw failure(at: scale, because: "can't be run: \(error.description)")
        }
    }

    private func failure(at scale: Scale, because reason: String) -> DatasetError {
        DatasetError(
            .commandFailed,
            "the command that writes the data of scale \(scale.label), '\(shellWords(template))',"
                + " \(reason)")
    }
}
