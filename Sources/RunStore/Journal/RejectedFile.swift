internal import Glibc
package import MemoryBudget

/// The sample of bad units of a trial: JSON Lines, a unit a line.
enum RejectedFile {
    static func name(of trial: Observation) -> String {
        "\(SeriesFile.stem(of: trial)).jsonl"
    }

    static func bytes(of units: [RejectedUnit]) throws(RunStoreError) -> [UInt8] {
        do {
            return try units.flatMap { try JSONText.line($0) }
        } catch {
            throw RunStoreError(
                .writeFailed, path: "bad units", reason: "they cannot be encoded: \(error)")
        }
    }

    /// Reads a sample; an absent one is empty.
    static func units(reading path: String) throws(RunStoreError) -> [RejectedUnit] {
        guard access(path, F_OK) == 0 else { return [] }
        let file = try OpenFile(path, O_RDONLY, code: .unreadable, doing: "cannot be read")
        let lines = try file.readAll().split(separator: UInt8(ascii: "\n"))
        do {
            return try lines.map { try JSONText.decode(RejectedUnit.self, from: $0) }
        } catch {
            throw RunStoreError(
                .unreadable, path: path,
                reason: "a line is not a bad unit: \(JSONText.explain(error))")
        }
    }
}

extension RunDirectory {
    /// Keeps the first of the units that a trial set aside; none makes no file.
    package func write(
        _ rejected: [RejectedUnit], of observation: Observation
    ) throws(RunStoreError) {
        guard !rejected.isEmpty else { return }
        try Directory.make(rejectedPath)
        try AtomicFile.write(
            RejectedFile.bytes(of: Array(rejected.prefix(RejectedUnit.limit))),
            to: "\(rejectedPath)/\(RejectedFile.name(of: observation))")
    }

    /// What was kept of a trial's bad units.
    func rejected(of observation: Observation) throws(RunStoreError) -> [RejectedUnit] {
        try RejectedFile.units(reading: "\(rejectedPath)/\(RejectedFile.name(of: observation))")
    }
}
