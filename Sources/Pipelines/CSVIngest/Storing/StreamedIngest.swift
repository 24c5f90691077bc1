import GRDB
package import PipelineKit
import SQLiteStore

/// A streaming import of CSV text into a table, in the memory of one chunk and a few batches of
/// rows.
///
/// ```swift
/// import PipelineKit
///
/// func ingest(_ context: TrialContext) throws {
///     let reader = try ChunkedFileReader(path: context.input)
///     let ingest = StreamedIngest(context, input: "'\(context.input)'")
///     try ingest.run { try reader.read(into: $0) }
/// }
/// ```
///
/// The calling thread reads, splits and checks records, and packs the values of good ones into
/// batches; a second thread inserts and commits them. The bytes between the two are limited.
package struct StreamedIngest: Sendable {
    private let context: TrialContext
    private let input: String
    private let onCommit: @Sendable () throws -> Void
    private let onStoringFailed: @Sendable () -> Void

    // A table that only grows at its end needs only its last pages in the cache.
    private static let cacheByteCount = 256 << 10
    // Four times SQLite's default: the table is written from start to end, and each page costs the
    // log a header and a system call.
    private static let pageByteCount = 16 << 10
    /// The maximum bytes of rows between the threads: three batches of 1,000 rows of the product
    /// feed.
    static let channelByteCountMax = 512 << 10

    /// Creates an import into a run's output, with its setting `batch`.
    ///
    /// - Parameters:
    ///   - input: The input's name in messages: `'a.csv'`.
    ///   - onCommit: Called after each commit, on the storing thread; its error ends the import.
    ///   - onStoringFailed: Called once if the storing thread fails, on that thread: a source that
    ///     is waiting should end.
    package init(
        _ context: TrialContext, input: String,
        onCommit: @escaping @Sendable () throws -> Void = {},
        onStoringFailed: @escaping @Sendable () -> Void = {}
    ) {
        self.context = context
        self.input = input
        self.onCommit = onCommit
        self.onStoringFailed = onStoringFailed
    }

    /// Reads the header, creates the database with its table, and stores or rejects every row.
    ///
    /// - Parameter source: Fills the start of memory and returns the number of bytes; 0 is the end.
    ///   Called on the calling thread.
    /// - Throws: ``WorkerError``, or an error of `source` or `onCommit`: the error of the earliest
    ///   row. No database is left then.
    package func run(from source: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
        var splitter = RecordSplitter()
        let header = try splitter.header(of: input, from: source)
        let table = try TableSchema.of(
            datasetKind: context.datasetKind, header: header, of: input)
        try context.remarkOnDelimiter(of: table)
        do {
            let output = try UnfinishedOutput(ofDatabase: context.output)
            let store = try RowStore(
                path: output.temporaryPath, table: table, cacheByteCount: Self.cacheByteCount,
                pageByteCount: Self.pageByteCount)
            context.progress.phase("ingest")
            try copyRows(of: &splitter, to: store, from: source)
            context.progress.phase("checkpoint")
            try store.queue.finish()
            try output.publishDatabase()
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }

    private func copyRows(
        of splitter: inout RecordSplitter, to store: RowStore,
        from source: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws {
        let channel = RowChannel(byteCountMax: Self.channelByteCountMax)
        try channel.run(consumer: { try storeRows(from: channel, into: store) }) {
            var packer = RowBatchPacker(
                to: channel, table: store.table, commitRowCount: commitRowCount, context: context)
            do {
                repeat {
                    while let record = splitter.next() { try packer.add(record) }
                } while try splitter.fill(source)
                try packer.finish()
            } catch {
                packer.breakOff()
                throw error
            }
        }
    }

    /// Stores rows, on the second thread.
    private func storeRows(from channel: RowChannel, into store: RowStore) throws {
        do {
            try store.queue.writeWithoutTransaction { database in
                try database.rollingBackOnError {
                    var writer = try RowBatchWriter(
                        database, table: store.table, commitRowCount: commitRowCount,
                        progress: context.progress, onCommit: onCommit)
                    try writer.storeAll(from: channel)
                }
            }
        } catch is RowBatchWriter.Incomplete {
            // Rolled back; the other thread reports the error.
        } catch {
            onStoringFailed()
            throw error
        }
    }

    private var commitRowCount: Int { context.settings.integer("batch") }
}
