/// The spread of equal trials of small fixed programs on this machine, taken from the noisier
/// program.
package struct NoiseRecord: Hashable, Sendable, Codable {
    /// The number of trials, in this run, of the program with the larger ``peakRSSBytes``.
    package var trials: Int
    /// The standard deviation of that program's peak RSS, in bytes.
    package var peakRSSBytes: Double
    /// The standard deviation of that program's peak RSS, as a share of the median peak.
    package var peakRSSShare: Double
    /// The standard deviation of the duration, as a share of the median; the largest of the
    /// programs.
    package var wallShare: Double
    /// The noise of each program; `nil` in runs recorded by earlier versions, which used a single
    /// static program.
    package var programs: [ProgramNoise]?

    /// Creates a record from its figures.
    package init(
        trials: Int, peakRSSBytes: Double, peakRSSShare: Double, wallShare: Double,
        programs: [ProgramNoise]? = nil
    ) {
        self.trials = trials
        self.peakRSSBytes = peakRSSBytes
        self.peakRSSShare = peakRSSShare
        self.wallShare = wallShare
        self.programs = programs
    }

    enum CodingKeys: String, StoredKey {
        case trials
        case peakRSSBytes = "peak_rss_bytes"
        case peakRSSShare = "peak_rss_share"
        case wallShare = "wall_share"
        case programs
    }
}

extension NoiseRecord {
    /// Takes the larger figures of the programs, because a command may be linked either way; `nil`
    /// if there are no programs.
    package init?(of programs: [ProgramNoise]) {
        guard let noisier = programs.max(by: { $0.peakRSSBytes < $1.peakRSSBytes }),
            let wallShare = programs.map(\.wallShare).max()
        else { return nil }
        self.init(
            trials: noisier.trials, peakRSSBytes: noisier.peakRSSBytes,
            peakRSSShare: noisier.peakRSSShare, wallShare: wallShare, programs: programs)
    }

    /// The distance from a limit within which a reading doesn't decide: two standard deviations, in
    /// bytes.
    package var marginBytes: Double {
        2 * peakRSSBytes
    }

    /// The noise that a fit assumes until repeats show more: ``GrowthNoise/typical``, or a multiple
    /// of it if the small programs are noisier. Less would turn three equal readings into
    /// certainty.
    package var growthNoise: GrowthNoise {
        let typical = GrowthNoise.typical
        guard peakRSSShare > 0 else { return typical }
        let median = peakRSSBytes / peakRSSShare
        return typical.scaled(by: max(1, peakRSSBytes / typical.deviation(of: median)))
    }
}
