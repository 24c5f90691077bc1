package import MemoryBudget
package import RunStore

extension SizeRecord.Gap {
    /// Returns why nothing ran at the largest input, in one sentence without a full stop.
    package func sentence(at scale: Scale) -> String {
        switch self {
        case .noData: "there is no data of size \(scale.label)"
        case .noRoom: "there is no disk space for data of size \(scale.label)"
        case .needsTooMuch: "it needs more than half of this machine's memory at that size"
        }
    }
}
