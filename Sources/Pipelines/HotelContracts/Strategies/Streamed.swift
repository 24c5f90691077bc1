import GRDB
import PipelineKit
import SQLiteStore
import Threads

/// Parsers, a bounded number of bytes, one writer: constant memory at any number and size of files.
struct Streamed: ContractStrategy {
    let name = "streamed"
    let about = "parsers on all CPUs but one and a writer, a bounded number of bytes between them"
    let nominalUnitsPerSecond: Double? = 4_000

    /// A tree's many tables each grow at their end, which should stay in the cache.
    let cacheByteCount: Int? = 512 << 10

    var flow = ContractFlow()
    /// How many lines of the summary a parser combines before they go to the table.
    var summaryRowCountMax = 8192
    /// How many bytes of text those have at most.
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

/// Parsers on threads of their own, and a writer here.
struct ContractFlow: Sendable {
    /// The number of threads that parse; default as many as the CPUs are worth.
    var parserCount = Self.parserCount(processorCount: Processors.usableCount)
    /// How much of a file is read at once.
    var chunkByteCount = 64 << 10
    /// The most bytes of rows between parsers and writer.
    var channelByteCountMax = 1 << 20

    /// The most threads that parse: more than that are ahead of any writer, and each has a summary and a
    /// batch of its own.
    private static let parserCountMax = 4

    /// The number of parsers on a number of CPUs, one of which the writer needs.
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
