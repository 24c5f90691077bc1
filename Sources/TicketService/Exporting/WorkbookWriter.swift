package import GRDB
package import PipelineKit
package import TicketExport

/// A function that writes the selected tickets of a database as a workbook into the empty file at a
/// path.
///
/// It counts rows in the progress while writing, and returns `nil` if there were none. It is
/// injected, so that programs without workbook exports don't link the code.
package typealias WorkbookWriter =
    @Sendable (
        _ selection: TicketSelection, _ database: Database, _ path: String,
        _ progress: TrialProgress
    ) throws -> WorkbookCounts?

/// The numbers of rows in a workbook export.
package struct WorkbookCounts: Hashable, Sendable {
    /// The number of rows in the workbook.
    package let rowCount: Int
    /// The number of rows left out because a workbook can't hold them.
    package let rejectedCount: Int

    /// Creates counts.
    package init(rowCount: Int, rejectedCount: Int) {
        self.rowCount = rowCount
        self.rejectedCount = rejectedCount
    }
}
