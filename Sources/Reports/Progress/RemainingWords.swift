internal import MemoryBudget

/// An estimated time in words, only as precise as an estimate can be: `8 s`, `12 min`, `3 h 5 min`.
enum RemainingWords {
    /// Returns the words: seconds up to two minutes, then whole minutes.
    static func text(_ time: Duration) -> String {
        let seconds = max(0, time.seconds)
        if seconds < 119.5 { return "\(max(1, Int(seconds.rounded()))) s" }
        let minutes = Int((min(seconds, 1e9) / 60).rounded())
        return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
