internal import Files
package import MemoryBudget

/// The contents of a journal, with its problems.
package struct JournalContents: Hashable, Sendable {
    /// The trials in the order in which they ran.
    package var observations: [Observation] = []
    /// The last line if its writer was killed within it; that trial must be run again.
    package var torn: Diagnostic?
    /// All other lines that are not trials.
    package var problems: [Diagnostic] = []

    /// Reads a journal; a missing file counts as empty.
    ///
    /// - Throws: ``RunStoreError`` with code `unreadable` if the file can't be read at all.
    init(reading name: String, in folder: StoredFolder) throws(RunStoreError) {
        let bytes = try withStoredFiles(folder.bytes(of: name, upTo: StoredLimits.journal))
        self.init(parsing: bytes ?? [], path: "\(folder.path)/\(name)")
    }

    /// Parses a journal's text; the path is for diagnostics.
    package init(parsing bytes: [UInt8], path: String) {
        let newline = UInt8(ascii: "\n")
        var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
        if let rest = lines.popLast(), Self.isTrial(rest) {
            // An editor or a power failure may have removed the line end: the trial is complete.
            lines.append(rest)
        } else if bytes.last != newline, !bytes.isEmpty {
            torn = Diagnostic(
                file: path, line: lines.count + 1, column: 1,
                message: "the last trial was not written completely and must be run again")
        }
        for (index, line) in lines.enumerated() {
            do {
                let observation = try JSONText.decode(Observation.self, from: line)
                guard let objection = observation.objection else {
                    observations.append(observation)
                    continue
                }
                add(objection, line, at: index, in: path)
            } catch {
                add(JSONText.explain(error), line, at: index, in: path)
            }
        }
    }

    private static func isTrial(_ line: ArraySlice<UInt8>) -> Bool {
        guard let trial = try? JSONText.decode(Observation.self, from: line) else { return false }
        return trial.objection == nil
    }

    private mutating func add(
        _ reason: String, _ line: ArraySlice<UInt8>, at index: Int, in path: String
    ) {
        problems.append(
            Diagnostic(
                file: path, line: index + 1, column: 1,
                message: "this line is not a trial: \(reason)", source: Self.excerpt(line)))
    }

    /// Returns the start of a bad line, in printable form.
    private static func excerpt(_ line: ArraySlice<UInt8>) -> String {
        let text = String(decoding: line.prefix(60), as: UTF8.self)
        let printable = text.map { character in
            character.unicodeScalars.contains(where: \.isControl) ? "\u{FFFD}" : character
        }
        return String(printable) + (line.count > 60 ? "…" : "")
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        properties.generalCategory == .control
    }
}
