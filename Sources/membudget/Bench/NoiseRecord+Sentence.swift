import Harness
import MemoryBudget

extension NoiseRecord {
    /// One line for people, before the first trial.
    var sentence: String {
        let bytes = ByteCount(Int(peakRSSBytes.rounded()))
        return "noise floor: ±\(bytes) of peak RSS, ±\(fixed(100 * wallShare, 0)) % of time"
            + " (\(trials) trials of a program of \(NoiseMeasurement.programBytes))"
    }
}
