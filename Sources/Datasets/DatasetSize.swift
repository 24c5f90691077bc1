package import MemoryBudget

/// How much to generate.
package enum DatasetSize: Hashable, Sendable {
    /// Exactly this many units, those to reject included.
    case units(Scale)
    /// Up to the first end of a unit at or above this many bytes.
    case bytes(ByteCount)

    /// Whether a dataset of this many units and bytes is large enough.
    func isReached(units: Int, bytes: Int) -> Bool {
        switch self {
        case .units(let scale): units >= scale.units
        case .bytes(let count): bytes >= count.bytes
        }
    }
}

/// How far a generation or a scan has come; reported about every 1 MiB.
package struct DatasetProgress: Hashable, Sendable {
    /// What is going on.
    package var stage: Stage
    /// Units written or read so far.
    package var unitsDone: Int
    /// How many there will be; nil if the size was given in bytes, or for a scan.
    package var unitsTotal: Int?
    /// Bytes written or read so far.
    package var bytesDone: Int
    /// How many there will be: exact for a scan, an estimate for a number of units.
    package var bytesTotal: Int

    /// Makes a report.
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

    /// What is going on.
    package enum Stage: Hashable, Sendable {
        /// Another process generates into the same cache.
        case waiting
        /// The data is being written.
        case generating
        /// Data that is there already is being compared with its digest.
        case checking
        /// A user's own file is being read.
        case scanning
    }

    /// Receives progress; what it throws stops the work, and nothing half-written stays.
    package typealias Handler = (DatasetProgress) throws -> Void
}
