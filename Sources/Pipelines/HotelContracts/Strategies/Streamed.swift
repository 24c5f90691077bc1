import GRDB
import PipelineKit
import SQLiteStore
import Threads

/// A strategy with several parsers, one writer, and a limited number of bytes between them.
///
/// Its memory is constant for any number and size of files.
struct Streamed: ContractStrategy {
    let name = "streamed"
    let about = "up to four parsers and one writer, with a limit on the bytes between them"
    let nominalUnitsPerSecond: Double? = 4_000

    /// SQLite's page cache, in bytes, for the last pages of a tree's many growing tables.
    let cacheByteCount: Int? = 512 << 10

    var flow = ContractFlow()
    /// The maximum rows of the summary that a parser combines before they go to the table.
    var summaryRowCountMax = 8192
    /// The maximum bytes of those rows' text.
    var summaryTextByteCountMax = 128 << 10

    func load(_ source: any ContractSource, context: TrialContext, into store: ContractStore) throws
    {
        try store.writing { database in
            try flow.copy(source, context: context, into: database) {
                AvailabilityAccumulator(
                    rowCountMax: summaryRowCountMax, textByteCountMax: summaryTextByteCountMax)
            }
        }
    }
}

/// The parsers on their threads, and the writer on the calling thread.
struct ContractFlow: Sendable {
    /// The number of parsing threads; by default based on the number of CPUs.
    var parserCount = Self.parserCount(processorCount: Processors.usableCount)
    /// The bytes of a file read at once.
    var chunkByteCount = 64 << 10
    /// The maximum bytes of rows between parsers and writer.
    var channelByteCountMax = 1 << 20

    /// The maximum number of parsing threads: more would only be ahead of the writer, and each has
    /// a summary and a batch of its own.
    private static let parserCountMax = 4

    /// Returns the number of parsers for a number of CPUs, one of which the writer needs.
    static func parserCount(processorCount: Int) -> Int {
        min(max(processorCount - 1, 1), parserCountMax)
    }

    /// Copies every file's records into their tables.
    func copy<Keeper: DayKeeper & ~Copyable>(
        _ source: any ContractSource, context: TrialContext, into database: Database,
        keeper: @escaping @Sendable () -> Keeper
    ) throws {
        let channel = ByteBoundedChannel<RowBatch>(
            byteCountMax: channelByteCountMax, senderCount: parserCount)
        let parse = { @Sendable () throws in
            var parser = ContractParser(
                sink: RowSink(to: channel), keeper: keeper(), rejected: context.rejected,
                chunkByteCount: chunkByteCount)
            while let file = try source.next() { try parser.parse(file) }
            try parser.finish()
        }
        let writer = BatchWriter(
            database, tables: StoredTable.all + [.stays], progress: context.progress)
        try channel.run(producers: Array(repeating: parse, count: parserCount)) { batch in
            try writer.write(batch)
            channel.recycle(batch)
        }
        try writer.finish()
    }
}
