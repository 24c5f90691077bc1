import PipelineKit
import SQLiteStore

/// A batch of packed rows on its way from the thread that parses to the one that stores.
struct RowDelivery: Sendable {
    let rows: RowBatch
    /// True if it is the last of a whole input: what is not committed yet is to be committed.
    var isLast = false
}

/// The way in between, with a bound on its bytes.
typealias RowChannel = ByteBoundedChannel<RowDelivery>
