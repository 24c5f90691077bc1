/// The spread of equal trials of small fixed programs on this machine, of the noisier one.
package struct NoiseRecord: Hashable, Sendable, Codable {
    /// Trials of the program with the larger ``peakRSSBytes``, in this run.
    package var trials: Int
    /// Standard deviation of its peak RSS, in bytes.
    package var peakRSSBytes: Double
    /// The same as a share of the median peak.
    package var peakRSSShare: Double
    /// Standard deviation of a duration, as a share of the median: the larger one of the programs.
    package var wallShare: Double
    /// Each program's own; nil in a run of an earlier membudget, which had a static one.
    package var programs: [ProgramNoise]?

    /// Makes a record.
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
    /// The larger figures of the programs, because a command may be linked either way; nil for none.
    package init?(of programs: [ProgramNoise]) {
        guard let noisier = programs.max(by: { $0.peakRSSBytes < $1.peakRSSBytes }),
            let wallShare = programs.map(\.wallShare).max()
        else { return nil }
        self.init(
            trials: noisier.trials, peakRSSBytes: noisier.peakRSSBytes,
            peakRSSShare: noisier.peakRSSShare, wallShare: wallShare, programs: programs)
    }

    /// How near to a limit a reading doesn't decide: two standard deviations, in bytes.
    package var marginBytes: Double {
        2 * peakRSSBytes
    }

    /// What a fit assumes until repeats say more: ``GrowthNoise/typical``, or as many times that as
    /// the small program shows; less would take three equal readings for certainty.
    package var growthNoise: GrowthNoise {
        let typical = GrowthNoise.typical
        guard peakRSSShare > 0 else { return typical }
        let median = peakRSSBytes / peakRSSShare
        return typical.scaled(by: max(1, peakRSSBytes / typical.deviation(of: median)))
    }
}
