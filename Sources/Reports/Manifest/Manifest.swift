internal import MemoryBudget
internal import RunStore

/// The lines that set a limit in an engine's configuration, below comments on its origin.
enum Manifest {
    /// Returns the lines; empty if there is no limit.
    static func lines(of record: SizeRecord) -> [String] {
        guard let bytes = record.limitBytes else { return [] }
        let limit = ByteCount(bytes)
        let comments = SizeWords(record).comments
        switch record.engine {
        case .kubernetes: return marked(comments, with: "#") + kubernetes(limit)
        case .cloudRun:
            return marked(comments + cloudRunRemark(record), with: "#") + cloudRun(limit)
        case .slurm: return marked(comments, with: "#") + slurm(limit)
        case .nextflow:
            let formula = NextflowFormula(record)
            return marked(comments + [formula.remark].compactMap(\.self), with: "//")
                + formula.lines
        }
    }

    private static func marked(_ comments: [String], with mark: String) -> [String] {
        comments.map { "\(mark) \(TerminalText.visible($0))" }
    }

    private static func mebibytes(_ limit: ByteCount) -> Int { limit.bytes >> 20 }

    private static func kubernetes(_ limit: ByteCount) -> [String] {
        [
            "resources:",
            "  requests:",
            "    memory: \(mebibytes(limit))Mi",
            "  limits:",
            "    memory: \(mebibytes(limit))Mi",
        ]
    }

    private static func cloudRun(_ limit: ByteCount) -> [String] {
        let count = SizingEngine.cloudRun.processorsMin(with: limit)
        return [
            "resources:",
            "  limits:",
            "    memory: \(mebibytes(limit))Mi",
        ] + (count.map { ["    cpu: \"\($0)\""] } ?? [])
    }

    /// Returns a remark on written files, which Cloud Run keeps in memory; these runs wrote to
    /// disk.
    private static func cloudRunRemark(_ record: SizeRecord) -> [String] {
        let written = record.trials.last { $0.writtenBytes != nil }?.writtenBytes ?? 0
        guard written > 0 else { return [] }
        return [
            "Cloud Run keeps written files in memory: add their size, unless they go to a volume",
            "(the last run here wrote \(ByteCount(written)))",
        ]
    }

    /// Returns Slurm's directive, whose M is one MiB.
    private static func slurm(_ limit: ByteCount) -> [String] {
        ["#SBATCH --mem=\(mebibytes(limit))M"]
    }
}
