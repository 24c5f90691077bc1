internal import MemoryBudget

/// The kinds of memory charged to a cgroup, in words.
struct ChargeWords {
    private let parts: ChargeParts

    init(_ parts: ChargeParts) {
        self.parts = parts
    }

    /// `30.1 MiB tmpfs and shared memory, 1.2 MiB anonymous`: the kinds with any bytes, largest
    /// first. Empty if unknown.
    var list: String {
        known.sorted { $0.bytes > $1.bytes }.map { "\(ByteCount($0.bytes)) \($0.name)" }
            .joined(separator: ", ")
    }

    private var known: [(name: String, bytes: Int)] {
        let all: [(String, Int?)] = [
            ("anonymous", parts.anonBytes), (sharedName, parts.shmemBytes),
            ("page cache", parts.fileBytes), ("kernel", parts.kernelBytes),
        ]
        return all.compactMap { name, bytes in bytes.map { (name, $0) } }.filter { $0.bytes > 0 }
    }

    /// The name of shared memory, with a remark on tmpfs if that is most of the charge.
    private var sharedName: String {
        let isMost = 2 * (parts.shmemBytes ?? 0) > parts.totalBytes
        return "tmpfs and shared memory" + (isMost ? " (files on tmpfs stay in memory)" : "")
    }
}

extension TrialEvidence.Proof {
    /// The charge by kind when the kernel killed the trial; `nil` for other ends, or if not read.
    var killedParts: ChargeParts? {
        switch self {
        case .kernelKill(_, _, let parts), .kernelKillOutsideMetric(_, _, _, _, let parts): parts
        default: nil
        }
    }
}
