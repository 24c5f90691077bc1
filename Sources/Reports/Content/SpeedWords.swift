internal import MemoryBudget

/// A comparison of speeds in words. Reports compare speeds only through this type, so that nothing
/// is claimed within noise or from a single trial.
struct SpeedWords {
    private let ratio: SpeedRatio

    init(_ ratio: SpeedRatio) {
        self.ratio = ratio
    }

    /// The ratio for a column: `2.1×`, or `1.2× ~` if noise may explain it.
    var figure: String {
        Figures.ratio(ratio.interval.estimate) + (ratio.isSignificant ? "" : " ~")
    }

    /// Returns `2.1× as fast as load-all`; `nil` if that is not certain.
    func claim(against name: String) -> String? {
        ratio.isClaimable ? "\(Figures.ratio(ratio.interval.estimate)) as fast as \(name)" : nil
    }

    /// `at 2.1× its speed`, after a named strategy; `nil` if that is not certain.
    var share: String? {
        ratio.isClaimable ? "at \(Figures.ratio(ratio.interval.estimate)) its speed" : nil
    }

    /// The meaning of the mark `~`, for a legend.
    static let legend = "~: noise may explain the difference"
}
