/// An engine that runs jobs under a memory limit, and takes that limit in a form of its own.
package enum SizingEngine: String, CaseIterable, Hashable, Sendable, Codable {
    /// `limits.memory` of a container.
    case kubernetes
    /// The memory of a Cloud Run service or job.
    case cloudRun = "cloud-run"
    /// `--mem` of a Slurm job.
    case slurm
    /// The directive `memory` of a Nextflow process, which may depend on its input.
    case nextflow

    /// The name that people know it by.
    package var title: String {
        switch self {
        case .kubernetes: "Kubernetes"
        case .cloudRun: "Cloud Run"
        case .slurm: "Slurm"
        case .nextflow: "Nextflow"
        }
    }

    /// Whether it computes the limit from the size of the input.
    package var takesFormula: Bool { self == .nextflow }

    /// The smallest limit that it takes everywhere. Cloud Run's jobs and second generation start at 512 MiB.
    package var smallest: ByteCount {
        self == .cloudRun ? .mebibytes(512) : .mebibytes(1)
    }

    /// The largest limit that it takes; nil where the machines decide.
    package var largest: ByteCount? {
        self == .cloudRun ? .mebibytes(32 << 10) : nil
    }

    /// The smallest limit that it takes of at least so many bytes, a whole number of MiB; may be above
    /// ``largest``.
    package func limit(atLeast bytes: Double) -> ByteCount {
        let mebibytes = whole((bytes / 0x1p20).rounded(.up))
        return max(smallest, .mebibytes(mebibytes))
    }

    /// The processors that Cloud Run asks for with a limit; nil where one is enough.
    package func processorsMin(with limit: ByteCount) -> Int? {
        guard self == .cloudRun else { return nil }
        let steps: [(gibibytes: Int, count: Int)] = [(24, 8), (16, 6), (8, 4), (4, 2)]
        return steps.first { limit > .mebibytes($0.gibibytes << 10) }?.count
    }
}
