package import PipelineKit

/// Counts exported rows, tells the gauge page in steps, and asks whether more are wanted.
package struct ExportCounter: ~Copyable {
    /// Asked after every row with the number of rows so far; false ends the export with what it has.
    package typealias Demand = @Sendable (Int) -> Bool

    /// Rows at a step of the gauge page: often enough to see, too seldom to cost anything.
    static let rowsPerStep = 256

    /// Rows so far.
    package private(set) var rowCount = 0
    private var reportedCount = 0
    private let progress: TrialProgress
    private let demand: Demand?

    /// Starts at no rows; without a demand every row is wanted.
    package init(_ progress: TrialProgress, demand: Demand? = nil) {
        self.progress = progress
        self.demand = demand
    }

    /// Counts a row, and says whether another is wanted.
    package mutating func countRow() -> Bool {
        rowCount += 1
        if rowCount - reportedCount == Self.rowsPerStep { report() }
        return demand?(rowCount) ?? true
    }

    /// Tells the gauge page of the rows since the last step.
    package mutating func report() {
        progress.advance(rowCount - reportedCount)
        reportedCount = rowCount
    }
}
