internal import HeapProfile
internal import MemoryBudget

extension ProfileRecord {
    /// Returns the reason that it can't be the profile of a trial; `nil` if it can.
    func objection(asOf trial: Observation) -> String? {
        let (own, wanted) = (TrialIdentity(self.trial), TrialIdentity(trial))
        guard own == wanted else { return "it is the profile of \(own), not of \(wanted)" }
        return self.trial.objection ?? heap.objection
    }
}
