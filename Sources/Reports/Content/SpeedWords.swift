internal import MemoryBudget

/// A comparison of speeds in words. Whatever a report says of one speed beside another is said here, so
/// that nothing is claimed inside the noise, or of one trial.
struct SpeedWords {
    private let ratio: SpeedRatio

    init(_ ratio: SpeedRatio) {
        self.ratio = ratio
    }

    /// For a column: `2.1×`, and `1.2× ~` where noise alone may explain it.
    var figure: String {
        Figures.ratio(ratio.interval.estimate) + (ratio.isSignificant ? "" : " ~")
    }

    /// `2.1× as fast as load-all`; nil where that isn't known.
    func claim(against name: String) -> String? {
        ratio.isClaimable ? "\(Figures.ratio(ratio.interval.estimate)) as fast as \(name)" : nil
    }

    /// `at 2.1× its speed`, of something that was just named; nil where that isn't known.
    var share: String? {
        ratio.isClaimable ? "at \(Figures.ratio(ratio.interval.estimate)) its speed" : nil
    }

    /// The meaning of the mark, for a legend.
    static let legend = "~: noise may explain the difference"
}
