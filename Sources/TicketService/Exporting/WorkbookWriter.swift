package import GRDB
package import PipelineKit
package import TicketExport

/// Writes the selected tickets of a database as a workbook into the file at a path, which is empty.
///
/// Counts rows in the progress as it writes them; nil means that there were none. Injected, because
/// whoever exports no workbooks should not link what writes them.
package typealias WorkbookWriter =
    @Sendable (
        _ selection: TicketSelection, _ database: Database, _ path: String,
        _ progress: TrialProgress
    ) throws -> WorkbookCounts?

/// The counts of a workbook's rows.
package struct WorkbookCounts: Hashable, Sendable {
    /// Rows that it holds.
    package let rowCount: Int
    /// Rows that no workbook can hold, which were left out.
    package let rejectedCount: Int

    /// Creates counts.
    package init(rowCount: Int, rejectedCount: Int) {
        self.rowCount = rowCount
        self.rejectedCount = rejectedCount
    }
}
