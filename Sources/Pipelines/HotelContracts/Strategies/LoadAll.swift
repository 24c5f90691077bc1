import GRDB
import PipelineKit

/// The original job: it parses every file, gathers all sections, then inserts everything.
struct LoadAll: ContractStrategy {
    let name = "load-all"
    let about = "every file into dictionaries of strings, then by section, then one transaction"
    let nominalUnitsPerSecond: Double? = 170
    let nominalBytesPerUnit: Double? = 1_080_000

    func load(_ source: any ContractSource, context: TrialContext, into store: ContractStore) throws
    {
        var files: [TextRecords] = []
        var contractCount = 0
        while let file = try source.next() {
            files.append(try TextParser.parse(file, rejected: context.rejected))
            contractCount += file.isContract ? 1 : 0
        }
        context.progress.phase("aggregate")
        var records: TextRecords = [:]
        for file in files { records.append(file) }
        try store.writing { database in
            context.progress.phase("insert")
            var writer = TextRecordWriter(database, progress: context.progress)
            try writer.insert(records)
            context.progress.phase("availability")
            try writer.insert(MonthlySummary(of: records))
            try writer.commit(fileCount: contractCount)
        }
    }
}
