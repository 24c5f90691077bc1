package import MemoryBudget

/// The size of a dataset to generate.
package enum DatasetSize: Hashable, Sendable {
    /// Exactly this many units, including rejected ones.
    case units(Scale)
    /// The fewest units that have at least this many bytes in total.
    case bytes(ByteCount)

    /// Returns whether a dataset of this many units and bytes is large enough.
    func isReached(units: Int, bytes: Int) -> Bool {
        switch self {
        case .units(let scale): units >= scale.units
        case .bytes(let count): bytes >= count.bytes
        }
    }
}

/// The progress of a generation or scan, reported about every 1 MiB.
package struct DatasetProgress: Hashable, Sendable {
    /// The current activity.
    package var stage: Stage
    /// The number of units written or read so far.
    package var unitsDone: Int
    /// The final number of units; `nil` for a scan, or if the size was given in bytes.
    package var unitsTotal: Int?
    /// The number of bytes written or read so far.
    package var bytesDone: Int
    /// The final number of bytes: exact for a scan, an estimate for a number of units.
    package var bytesTotal: Int

    /// Creates a progress report.
    package init(
        stage: Stage, unitsDone: Int = 0, unitsTotal: Int? = nil, bytesDone: Int = 0,
        bytesTotal: Int = 0
    ) {
        self.stage = stage
        self.unitsDone = unitsDone
        self.unitsTotal = unitsTotal
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
    }

    /// An activity that reports progress.
    package enum Stage: Hashable, Sendable {
        /// Waiting for another process that generates into the same cache.
        case waiting
        /// Writing the data.
        case generating
        /// Comparing existing data with its digest.
        case checking
        /// Reading a user's own file.
        case scanning
    }

    /// A function that receives progress; an error it throws stops the work and removes its files.
    package typealias Handler = (DatasetProgress) throws -> Void
}
