import PipelineKit
import SQLiteStore

/// A destination of rows: a batch that is passed on when it is full.
struct RowSink: ~Copyable {
    private let handOver: (RowBatch) throws -> RowBatch
    private var batch = RowBatch()

    /// Creates a sink.
    ///
    /// - Parameter handOver: Takes a full batch and returns one to fill next; it may be the same.
    init(handOver: @escaping (RowBatch) throws -> RowBatch) {
        self.handOver = handOver
    }

    /// Creates a sink that sends batches to the writer; it throws `CancellationError` if the writer
    /// ended.
    init(to channel: ByteBoundedChannel<RowBatch>) {
        self.init { batch in
            guard channel.send(batch, byteCount: batch.byteCount) else { throw CancellationError() }
            return channel.spare() ?? RowBatch()
        }
    }

    /// Begins a row of any size; drop it, or pass it to ``end(_:)``.
    mutating func begin(table: Int, columnCount: Int, textByteCount: Int) throws -> RowPacker {
        let byteCount = RowBatch.byteCountMax(
            columnCount: columnCount, textByteCount: textByteCount)
        if !batch.hasRoom(for: byteCount) {
            try flush()
            if !batch.hasRoom(for: byteCount) { batch.clear(for: byteCount) }
        }
        return batch.begin(table: table)
    }

    /// Keeps a row.
    func end(_ row: RowPacker) {
        batch.end(row)
    }

    /// Counts a file whose rows were all added.
    func endFile() {
        batch.unitCount += 1
    }

    /// Passes on the current batch.
    mutating func flush() throws {
        guard batch.byteCount > 0 || batch.unitCount > 0 else { return }
        batch = try handOver(batch)
        batch.clear()
    }
}
