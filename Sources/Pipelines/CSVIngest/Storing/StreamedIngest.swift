import GRDB
package import PipelineKit
import SQLiteStore

/// CSV text into a table as it comes: memory for one chunk of text and one batch, whatever the size of
/// the whole.
package struct StreamedIngest {
    private let context: TrialContext
    private let input: String
    private let onCommit: () throws -> Void

    /// A table that only grows at its end needs its right edge in the cache, and little else.
    private static let cacheByteCount = 256 << 10

    /// Describes an ingest into the output of a run, with its setting `batch`.
    ///
    /// - Parameters:
    ///   - input: The input as messages name it: `'a.csv'`.
    ///   - onCommit: Called after every commit; an error of it ends the ingest there.
    package init(
        _ context: TrialContext, input: String, onCommit: @escaping () throws -> Void = {}
    ) {
        self.context = context
        self.input = input
        self.onCommit = onCommit
    }

    /// Reads the header, makes the database with its table, and stores or rejects every row.
    ///
    /// - Parameter source: Fills the start of the memory and says how many bytes; 0 is the end.
    /// - Throws: ``WorkerError``, and what `source` throws. Then there is no database.
    package func run(from source: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
        var splitter = RecordSplitter()
        let header = try splitter.header(of: input, from: source)
        let table = try TableSchema.of(
            datasetKind: context.datasetKind, header: header, of: input)
        try context.remarkOnDelimiter(of: table)
        do {
            let output = try UnfinishedOutput(ofDatabase: context.output)
            let store = try RowStore(
                path: output.temporaryPath, table: table, cacheByteCount: Self.cacheByteCount)
            context.progress.phase("ingest")
            try store.queue.writeWithoutTransaction { database in
                try database.rollingBackOnError {
                    var writer = try writer(into: table, of: database)
                    try Self.copyRows(of: &splitter, to: &writer, from: source)
                }
            }
            context.progress.phase("checkpoint")
            try store.queue.finish()
            try output.publishDatabase()
        } catch let error as DatabaseError {
            throw WorkerError(
                .io, "cannot write database '\(context.output)'", underlying: error.brief)
        }
    }

    private func writer(
        into table: TableSchema, of database: Database
    ) throws -> RowBatchWriter {
        try RowBatchWriter(
            database, table: table, batchRowCount: context.settings.integer("batch"),
            context: context, onCommit: onCommit)
    }

    private static func copyRows(
        of splitter: inout RecordSplitter, to writer: inout RowBatchWriter,
        from source: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws {
        repeat {
            while let record = splitter.next() { try writer.add(record) }
            // The next chunk takes the place of this one, which the open statement points into.
            try writer.flush()
        } while try splitter.fill(source)
        try writer.finish()
    }
}
