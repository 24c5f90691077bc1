import Files
import MemoryBudget
import Processes

/// The data that a command of the user's writes, as a dataset of the cache.
///
/// It runs once per scale; what it wrote is found again as long as its words, the files among them and
/// the scale are the same.
package struct CommandData: DatasetSource {
    /// The kind of what a command writes.
    package static let commandKind = DatasetKind(
        name: "command", about: "What a command of your own writes, given by 'command:'",
        unit: "units", isGenerated: false)

    private let template: [String]
    private let values: [String: String]
    private let folder: String
    /// The files among its words, which decide over what it writes; absolute paths.
    package let scripts: [String]
    private let digests: String

    /// The data of a command.
    ///
    /// - Parameters:
    ///   - template: The program and its arguments, with placeholders.
    ///   - folder: Where it starts: the folder of the scenario, in which relative paths begin.
    ///   - libexec: What `{libexec}` stands for.
    /// - Throws: `DatasetError` for a file among its words that can't be read.
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

    /// Only the command knows.
    package func estimatedBytes(of size: DatasetSize) -> Int { 0 }

    package func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        guard case .units(let scale) = size else {
            throw DatasetError(.invalidParameter, "a command writes a scale, not a number of bytes")
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
                at: scale, because: "ended well, but wrote nothing to {output} (\(output))")
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
