internal import Files
package import MemoryBudget

/// The sample of rejected units of a trial: JSON Lines, one unit per line.
enum RejectedFile {
    static func name(of trial: Observation) -> String {
        "\(SeriesFile.stem(of: trial)).jsonl"
    }

    static func bytes(of units: [RejectedUnit]) throws(RunStoreError) -> [UInt8] {
        do {
            return try units.flatMap { try JSONText.line($0) }
        } catch {
            throw RunStoreError(
                .writeFailed, path: "rejected units", reason: "they cannot be encoded: \(error)")
        }
    }

    /// Reads a sample; a missing file counts as empty.
    static func units(
        reading name: String, in folder: StoredFolder
    ) throws(RunStoreError) -> [RejectedUnit] {
        let bytes = try withStoredFiles(folder.bytes(of: name, upTo: StoredLimits.rejected))
        let lines = (bytes ?? []).split(separator: UInt8(ascii: "\n")).prefix(RejectedUnit.limit)
        do {
            return try lines.map { try JSONText.decode(RejectedUnit.self, from: $0) }
        } catch {
            throw RunStoreError(
                .damaged, path: "\(folder.path)/\(name)",
                reason: "a line is not a rejected unit: \(JSONText.explain(error))")
        }
    }
}

extension RunDirectory {
    /// Writes a sample of the units that a trial rejected; without any, there is no file.
    package func write(
        _ rejected: [RejectedUnit], of observation: Observation
    ) throws(RunStoreError) {
        guard !rejected.isEmpty else { return }
        let bytes = try RejectedFile.bytes(of: Array(rejected.prefix(RejectedUnit.limit)))
        let file = "\(rejectedPath)/\(RejectedFile.name(of: observation))"
        try withStoreErrors(Directory.make(rejectedPath))
        try withStoreErrors(AtomicFile.write(bytes, to: file))
    }

    /// Returns the sample of a trial's rejected units; empty if there are none.
    func rejected(of observation: Observation) throws(RunStoreError) -> [RejectedUnit] {
        try RejectedFile.units(
            reading: "rejected/\(RejectedFile.name(of: observation))", in: folder)
    }
}
