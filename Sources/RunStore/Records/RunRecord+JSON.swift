internal import Glibc

extension RunRecord {
    /// The text of `run.json`: indented, keys sorted, numbers in full precision.
    package func json() throws(RunStoreError) -> [UInt8] {
        do {
            return try JSONText.pretty(self)
        } catch {
            throw RunStoreError(
                .writeFailed, path: "run.json", reason: "the run cannot be encoded: \(error)")
        }
    }

    /// Reads a `run.json`.
    ///
    /// - Throws: ``RunStoreError`` with code `noRun` if there is none, `unreadable` if it is not
    ///   JSON, lacks a key, or follows another format or version.
    package init(reading path: String) throws(RunStoreError) {
        let missing = access(path, F_OK) != 0
        let file = try OpenFile(
            path, O_RDONLY, code: missing ? .noRun : .unreadable, doing: "cannot be read")
        try self.init(json: file.readAll(), path: path)
    }

    /// Reads the text of a `run.json`; the path is for the error's text.
    package init(json: [UInt8], path: String = "run.json") throws(RunStoreError) {
        do {
            let header = try JSONText.decode(SchemaHeader.self, from: json)
            guard header.schema == Self.schema else { throw Self.foreign(header.schema, path) }
            self = try JSONText.decode(Self.self, from: json)
        } catch let error as RunStoreError {
            throw error
        } catch {
            throw RunStoreError(
                .unreadable, path: path,
                reason: "this is not a run of membudget: \(JSONText.explain(error))")
        }
    }

    private static func foreign(_ schema: String, _ path: String) -> RunStoreError {
        let name = Self.schema.prefix { $0 != "/" }
        let isOtherVersion = schema.hasPrefix(name + "/")
        return RunStoreError(
            .unreadable, path: path,
            reason: "its schema is '\(schema)', this membudget reads '\(Self.schema)'",
            advice: isOtherVersion ? "read it with the membudget that wrote it" : nil)
    }
}

/// The key that says how to read the others.
private struct SchemaHeader: Decodable {
    var schema: String
}
