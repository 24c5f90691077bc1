import MemoryBudget

extension NeedRecord {
    /// Returns the smallest budget that counts as enough, in bytes; `nil` if none was.
    ///
    /// No run failed under that budget or a larger one. If results disagree, it lies above the
    /// largest budget that failed, by at most the resolution.
    ///
    /// - Parameter resolutionShare: The resolution of the search, as a share.
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
