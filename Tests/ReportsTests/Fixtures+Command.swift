import MemoryBudget

extension Fixture {
    /// A trial of `python3 import.py` with four processes.
    static func command(_ adjust: (inout Observation) -> Void = { _ in }) -> Observation {
        let cell = cell("python3", 0, parameters: [:])
        return trial(cell, peak: 21.4, seconds: 3.21) {
            $0.unitsDone = nil
            $0.digest = nil
            $0.unitsTotal = nil
            $0.allocator = AllocatorRecord(name: .system, isAttached: false)
            $0.budget = budget
            $0.peakAnonBytes = mebibytes(15)
            $0.peakFileBytes = mebibytes(6.4)
            $0.peakTreeBytes = mebibytes(88)
            $0.endRSSBytes = mebibytes(12)
            $0.readBytes = 1 << 30
            $0.writtenBytes = 30 << 20
            $0.processCount = 4
            $0.peakProcess = "python3 import.py"
            $0.quality = [.peakRSS: .exact, .peakAnonymous: .sampled, .peakTree: .lowerBound]
            adjust(&$0)
        }
    }
}
