package import MemoryBudget

extension NoiseRecord {
    /// The variation between equal trials, in one line.
    ///
    /// - Parameter program: The memory that the measured program touches.
    package func text(program: ByteCount) -> String {
        let bytes = ByteCount(Int(peakRSSBytes.rounded()))
        return "noise floor: ±\(bytes) of peak RSS, ±\(fixed(100 * wallShare, 0)) % of time"
            + " (\(trials) trials of a program of \(program))"
    }
}
