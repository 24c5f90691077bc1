import FoundationEssentials
import Glibc
import MemoryBudget

extension DatasetManifest {
    /// Reads the manifest of a dataset's directory.
    ///
    /// - Throws: `DatasetError.Code.invalidManifest` if it is no manifest of this format, with the
    ///   key that is wrong.
    package static func read(from directory: String) throws -> DatasetManifest {
        let path = "\(directory)/\(fileName)"
        let data = try contents(of: path)
        do {
            let manifest = try JSONDecoder().decode(DatasetManifest.self, from: data)
            try manifest.check(path)
            return manifest
        } catch let error as DecodingError {
            throw invalid(path, error.sentence)
        }
    }

    /// Writes it into a dataset's directory: whole or not at all.
    package func write(to directory: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(self) + Data("\n".utf8)
        let temporary = "\(directory)/.\(Self.fileName).\(getpid())"
        do {
            let file = try OutputFile(creating: temporary, bufferBytes: 1 << 16)
            try data.withUnsafeBytes { try file.append($0) }
            try file.finish()
            try Directory.rename(temporary, to: "\(directory)/\(Self.fileName)")
        } catch {
            try? Directory.remove(temporary)
            throw error
        }
    }

    private func check(_ path: String) throws {
        guard schema == Self.schema else {
            throw Self.invalid(path, "its schema is '\(schema)', not '\(Self.schema)'")
        }
        // Without columns the units are files of several tables' rows.
        let areUnitsRows = !columns.isEmpty
        let isWhole =
            units >= 0 && bytes >= 0 && expected.rows >= 0 && expected.rowsFailed >= 0
            && (!areUnitsRows || expected.rows + expected.rowsFailed == units) && !file.isEmpty
        guard isWhole else {
            throw Self.invalid(path, "its counts contradict each other")
        }
    }

    private static func invalid(_ path: String, _ reason: String) -> DatasetError {
        DatasetError(
            .invalidManifest, "'\(path)' is no dataset manifest: \(reason); generate it again")
    }

    private static func contents(of path: String) throws -> Data {
        let file = try InputFile(opening: path)
        var data = Data()
        try file.forEachChunk { chunk in
            // A manifest has about a kilobyte; with very many columns a little more.
            guard data.count < 1 << 24 else { throw invalid(path, "it is longer than 16 MiB") }
            data.append(contentsOf: chunk)
        }
        return data
    }
}

extension DecodingError {
    /// What is wrong with the JSON, in a few words.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        default: "it is not JSON"
        }
    }
}
