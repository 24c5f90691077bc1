import MemoryBudget

extension NeedRecord {
    /// The smallest budget that counts as enough, in bytes; nil if none was.
    ///
    /// A run failed under no budget that large. Where looks disagree, it lies above the largest that failed, by
    /// no more than the resolution.
    ///
    /// - Parameter resolutionShare: Of the search.
    package func needBytes(resolutionShare: Double) -> Int? {
        let limited = trials.compactMap { trial in
            trial.kind == .need ? nil : trial.budget.map { (trial, bytes: $0.limit.bytes) }
        }
        let failed = limited.filter { $0.0.outcome != .completed || $0.0.isUndecided }
        let shortBytes = failed.map(\.bytes).max() ?? 0
        guard let enough = limited.map(\.bytes).filter({ $0 > shortBytes }).min() else {
            return nil
        }
        return shortBytes == 0
            ? enough : min(enough, whole(Double(shortBytes) * (1 + resolutionShare)))
    }
}
