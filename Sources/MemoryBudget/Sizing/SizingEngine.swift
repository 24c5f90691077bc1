/// An engine that runs jobs under a memory limit, with its own format for limits.
package enum SizingEngine: String, CaseIterable, Hashable, Sendable, Codable {
    /// The field `limits.memory` of a container.
    case kubernetes
    /// The memory setting of a Cloud Run service or job.
    case cloudRun = "cloud-run"
    /// The option `--mem` of a Slurm job.
    case slurm
    /// The directive `memory` of a Nextflow process, which may depend on its input.
    case nextflow

    /// The usual name of the engine.
    package var title: String {
        switch self {
        case .kubernetes: "Kubernetes"
        case .cloudRun: "Cloud Run"
        case .slurm: "Slurm"
        case .nextflow: "Nextflow"
        }
    }

    /// Whether the engine can compute the limit from the size of the input.
    package var takesFormula: Bool { self == .nextflow }

    /// The smallest limit accepted everywhere: on Cloud Run, jobs and the second generation of
    /// services start at 512 MiB.
    package var smallest: ByteCount {
        self == .cloudRun ? .mebibytes(512) : .mebibytes(1)
    }

    /// The largest limit that the engine accepts; `nil` if that depends on the machines.
    package var largest: ByteCount? {
        self == .cloudRun ? .mebibytes(32 << 10) : nil
    }

    /// Returns the smallest limit of at least this many bytes, in whole MiB; may be above
    /// ``largest``.
    package func limit(atLeast bytes: Double) -> ByteCount {
        let mebibytes = whole((bytes / 0x1p20).rounded(.up))
        return max(smallest, .mebibytes(mebibytes))
    }

    /// Returns the number of processors that Cloud Run requires for a limit; `nil` if one is
    /// enough.
    package func processorsMin(with limit: ByteCount) -> Int? {
        guard self == .cloudRun else { return nil }
        let steps: [(gibibytes: Int, count: Int)] = [(24, 8), (16, 6), (8, 4), (4, 2)]
        return steps.first { limit > .mebibytes($0.gibibytes << 10) }?.count
    }
}
