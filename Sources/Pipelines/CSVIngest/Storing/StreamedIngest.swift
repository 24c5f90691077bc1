import GRDB
package import PipelineKit
import SQLiteStore

/// CSV text into a table as it comes: memory for one chunk of text and a few batches of rows, whatever
/// the size of the whole.
///
/// The calling thread reads, splits and checks records, and packs the good ones' values into batches;
/// a second one inserts and commits them. A bounded number of bytes is in between.
package struct StreamedIngest: Sendable {
    private let context: TrialContext
    private let input: String
    private let onCommit: @Sendable () throws -> Void
    private let onStoringFailed: @Sendable () -> Void

    /// A table that only grows at its end needs its right edge in the cache, and little else.
    private static let cacheByteCount = 256 << 10
    /// Four times SQLite's default: the table is written from its start to its end, and each page costs
    /// the log a header and a system call.
    private static let pageByteCount = 16 << 10
    /// The most bytes of rows between the threads: three batches of 1,000 rows of the product feed.
    static let channelByteCountMax = 512 << 10

    /// Describes an ingest into the output of a run, with its setting `batch`.
    ///
    /// - Parameters:
    ///   - input: The input as messages name it: `'a.csv'`.
    ///   - onCommit: Called after every commit, by the thread that stores; an error of it ends the
    ///     ingest there.
    ///   - onStoringFailed: Called once if that thread fails, by it: if the source waits for somebody,
    ///     it is to end.
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

    /// Reads the header, makes the database with its table, and stores or rejects every row.
    ///
    /// - Parameter source: Fills the start of the memory and says how many bytes; 0 is the end. It is
    ///   called by the calling thread.
    /// - Throws: ``WorkerError``, what `source` and `onCommit` throw: the error of the earliest row. Then
    ///   there is no database.
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

    /// The second thread's work.
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
            // Rolled back; the other thread's error is the one to tell.
        } catch {
            onStoringFailed()
            throw error
        }
    }

    private var commitRowCount: Int { context.settings.integer("batch") }
}
