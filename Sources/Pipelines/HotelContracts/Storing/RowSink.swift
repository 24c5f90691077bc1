import PipelineKit
import SQLiteStore

/// Where rows are put: a batch that is handed over whenever it is full.
struct RowSink: ~Copyable {
    private let handOver: (RowBatch) throws -> RowBatch
    private var batch = RowBatch()

    /// Makes a sink.
    ///
    /// - Parameter handOver: Takes a full batch and gives one to be filled next; it may be the same.
    init(handOver: @escaping (RowBatch) throws -> RowBatch) {
        self.handOver = handOver
    }

    /// A sink that sends batches to the writer; it throws `CancellationError` if nobody writes any more.
    init(to channel: ByteBoundedChannel<RowBatch>) {
        self.init { batch in
            guard channel.send(batch, byteCount: batch.byteCount) else { throw CancellationError() }
            return channel.spare() ?? RowBatch()
        }
    }

    /// Begins a row, for which there is room whatever its size; drop it, or give it to ``end(_:)``.
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

    /// Counts a file whose rows are all here or on their way.
    func endFile() {
        batch.unitCount += 1
    }

    /// Hands over what there is.
    mutating func flush() throws {
        guard batch.byteCount > 0 || batch.unitCount > 0 else { return }
        batch = try handOver(batch)
        batch.clear()
    }
}
