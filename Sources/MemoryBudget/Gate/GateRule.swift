/// One promise of a scenario's file that the gate holds it to.
public enum GateRule {
    /// What a rule is about; the raw value is its name in JSON.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// The budget's metric, in bytes, at every scale.
        case peak
        /// The budget's metric less the floor, in bytes, at every scale.
        case net
        /// The slope of the peak over the scales, in bytes a unit.
        case bytesPerUnit = "bytes_per_unit"
        /// The class of growth over the scales.
        case growth
        /// The peak as a share of another strategy's.
        case memoryRatio = "memory_ratio"
        /// The throughput as a share of another strategy's.
        case throughputRatio = "throughput_ratio"
        /// The change of the peak against the baseline, as a share of it.
        case baseline
        /// That a control goes over at the largest scale, so that the budget is known to bite.
        case control
        /// That every trial came to its end with the right result.
        case outcome
    }
}
