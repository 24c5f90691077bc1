package import PipelineKit

/// A counter of exported rows that reports progress in steps and asks whether more are wanted.
package struct ExportCounter: ~Copyable {
    /// A function called after each row with the number of rows so far; `false` ends the export
    /// there.
    package typealias Demand = @Sendable (Int) -> Bool

    /// The rows per progress report: few enough to show progress, enough to cost nothing.
    static let rowsPerStep = 256

    /// The number of rows so far.
    package private(set) var rowCount = 0
    private var reportedCount = 0
    private let progress: TrialProgress
    private let demand: Demand?

    /// Creates a counter of no rows; without `demand` every row is wanted.
    package init(_ progress: TrialProgress, demand: Demand? = nil) {
        self.progress = progress
        self.demand = demand
    }

    /// Counts a row and returns whether another is wanted.
    package mutating func countRow() -> Bool {
        rowCount += 1
        if rowCount - reportedCount == Self.rowsPerStep { report() }
        return demand?(rowCount) ?? true
    }

    /// Reports the rows since the last report as progress.
    package mutating func report() {
        progress.advance(rowCount - reportedCount)
        reportedCount = rowCount
    }
}
