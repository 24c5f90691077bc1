import GRDB
import PipelineKit

/// A strategy with an unbounded queue between a reader and a slower writer: rows pile up in memory.
struct UnboundedStream: IngestStrategy {
    let name = "unbounded-stream"
    let about = "a reader without backpressure ahead of a slower writer"
    let nominalUnitsPerSecond: Double? = 50_000

    func ingest(_ context: TrialContext, into store: RowStore) async throws {
        let table = store.table
        let batchRowCount = context.settings.integer("batch")
        context.progress.phase("ingest")
        let (batches, continuation) = AsyncThrowingStream<[[String]], any Error>.makeStream()
        let reader = Task {
            do {
                var batch: [[String]] = []
                try forEachRow(of: context, table: table) { row in
                    batch.append(row)
                    guard batch.count == batchRowCount else { return }
                    continuation.yield(batch)
                    batch = []
                }
                continuation.yield(batch)
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        defer { reader.cancel() }
        for try await batch in batches {
            try await store.queue.write { database in
                for row in batch { try table.insert(row, into: database) }
            }
            context.progress.advance(batch.count)
        }
    }
}
