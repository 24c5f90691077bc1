package import MemoryBudget

extension NoiseRecord {
    /// Returns the noise between equal trials, in one line.
    ///
    /// - Parameters:
    ///   - program: The memory that the measured programs use.
    ///   - missing: The names of programs that are not installed.
    package func text(program: ByteCount, missing: [String] = []) -> String {
        let bytes = ByteCount(whole(peakRSSBytes))
        let linkings = (programs ?? []).map { "a \($0.linking.rawValue)" }
        let which = linkings.isEmpty ? "a" : linkings.joined(separator: " and ")
        let lacking =
            missing.isEmpty
            ? ""
            : "; \(missing.joined(separator: " and ")) \(missing.count == 1 ? "is" : "are")"
                + " not installed"
        return "noise: ±\(bytes) of peak RSS, ±\(fixed(100 * wallShare, 0)) % of time"
            + " (\(trials) trials of \(which) program of \(program)\(lacking))"
    }
}
