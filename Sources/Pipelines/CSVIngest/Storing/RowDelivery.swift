import PipelineKit
import SQLiteStore

/// A batch of packed rows, passed from the parsing thread to the storing thread.
struct RowDelivery: Sendable {
    let rows: RowBatch
    /// Whether the batch is the last of a complete input, after which the rest is committed.
    var isLast = false
}

/// The channel between the two threads, with a limit on its bytes.
typealias RowChannel = ByteBoundedChannel<RowDelivery>
