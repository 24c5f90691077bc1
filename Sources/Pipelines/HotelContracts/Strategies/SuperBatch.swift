import GRDB
import PipelineKit

/// The original's last version: it parses a batch of files at once, inserts it, drops it, and
/// repeats.
struct SuperBatch: ContractStrategy {
    let name = "super-batch"
    let about = "one batch of files at a time, parsed concurrently into dictionaries, then inserted"
    let nominalUnitsPerSecond: Double? = 240
    let nominalBytesPerUnit: Double? = 360_000

    func load(
        _ source: any ContractSource, context: TrialContext, into store: ContractStore
    ) async throws {
        let batchFileCount = context.settings.integer("batch")
        while true {
            let files = try next(batchFileCount, of: source)
            if files.isEmpty { return }
            let records = try await parse(files, rejected: context.rejected)
            try insert(records, of: files, context: context, into: store)
        }
    }

    private func next(_ count: Int, of source: any ContractSource) throws -> [ContractFile] {
        var files: [ContractFile] = []
        while files.count < count, let file = try source.next() { files.append(file) }
        return files
    }

    private func parse(
        _ files: [ContractFile], rejected: RejectedUnits
    ) async throws -> TextRecords {
        try await withThrowingTaskGroup(of: TextRecords.self) { group in
            for file in files {
                group.addTask { try TextParser.parse(file, rejected: rejected) }
            }
            var records: TextRecords = [:]
            for try await file in group { records.append(file) }
            return records
        }
    }

    private func insert(
        _ records: TextRecords, of files: [ContractFile], context: TrialContext,
        into store: ContractStore
    ) throws {
        try store.writing { database in
            var writer = TextRecordWriter(database, progress: context.progress)
            try writer.insert(records)
            try writer.insert(MonthlySummary(of: records))
            try writer.commit(fileCount: files.count { $0.isContract })
        }
    }
}
