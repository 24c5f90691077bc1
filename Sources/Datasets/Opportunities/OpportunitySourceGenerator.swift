import Files
import GRDB
import HTTPSource
import MemoryBudget
import SQLiteStore

/// The kind `opportunities`: a paged list from an HTTP source, and the table left by an earlier
/// sync.
///
/// The generated file is that table; the manifest describes its content after a complete sync.
struct OpportunitySourceGenerator: DatasetGenerator {
    static let dataName = "previous.sqlite"
    static let version = 1
    static let kind = DatasetKind(
        name: "opportunities",
        about: "A paged list from a local HTTP source, and the table that an earlier sync left",
        unit: "opportunities", hasPrevious: true,
        parameters: SourceParameters.answers + [SourceParameters.shiftInterval])

    let seed: UInt64
    let parameters: [String: String]
    private let settings: SourceSettings

    /// The page size for counting the served bytes.
    private static let pageSize = 100
    /// The table's size on disk per opportunity, measured with 500,000 and rounded up.
    private static let bytesPerRow = 120
    private static let unitsPerReport = 8192

    init(seed: UInt64, parameters: [String: String]) throws(DatasetError) {
        settings = try SourceParameters.settings(seed: seed, parameters: parameters)
        self.seed = seed
        self.parameters = parameters
    }

    var storage: any DatasetStorage {
        HTTPSourceStorage(settings: settings, hasPrevious: Self.kind.hasPrevious)
    }

    func estimatedBytes(of size: DatasetSize) -> Int {
        16_384 + unitCount(of: size) * Self.bytesPerRow
    }

    func generate(
        _ size: DatasetSize, into directory: String, progress: DatasetProgress.Handler
    ) throws -> DatasetManifest {
        let history = OpportunityHistory(seed: seed, count: unitCount(of: size))
        let path = "\(directory)/\(Self.dataName)"
        let tally = try writeDatabase(of: history, to: path) {
            try progress(progressReport(size, units: $0, bytes: $0 * Self.bytesPerRow))
        }
        let served = try servedBytes(count: history.count) {
            try progress(progressReport(size, units: history.count, bytes: 0))
        }
        return DatasetManifest(
            kind: Self.kind.name, generatorVersion: Self.version, seed: seed,
            parameters: parameters, units: history.count, expected: tally.expected,
            bytes: try Directory.bytes(of: path), servedBytes: served, file: Self.dataName,
            columns: [])
    }

    /// Writes the table that an earlier sync left; returns the correct result.
    private func writeDatabase(
        of history: OpportunityHistory, to path: String, report: (_ units: Int) throws -> Void
    ) throws -> OpportunityTally {
        var tally = OpportunityTally()
        do {
            let queue = try DatabaseQueue.disposable(path)
            try queue.writeWithoutTransaction { database in
                try database.rollingBackOnError {
                    try fill(database, history: history, tally: &tally, report: report)
                }
            }
            try queue.close()
        } catch let error as DatabaseError {
            throw DatasetError.database(error, at: path)
        }
        try OutputFile.synchronize(path)
        return tally
    }

    private func fill(
        _ database: Database, history: OpportunityHistory, tally: inout OpportunityTally,
        report: (_ units: Int) throws -> Void
    ) throws {
        try database.execute(sql: OpportunityTable.creationSQL)
        try database.beginTransaction()
        let columns = OpportunityTable.columns
        let insertion = try database.makeStatement(
            sql: insertionSQL(
                into: "\(OpportunityTable.name) (\(columns.joined(separator: ", ")))",
                columnCount: columns.count))
        var units = 0
        for change in history.changes {
            tally.add(change)
            if let row = change.previous {
                try insertion.execute(arguments: [
                    row.id, row.title, row.agency, row.due, row.amountCents, row.revision,
                ])
            }
            units += change.current == nil ? 0 : 1
            if units % Self.unitsPerReport == 0 { try report(units) }
        }
        try database.commit()
    }

    /// Returns the total size of all pages, without failed answers.
    private func servedBytes(count: Int, report: () throws -> Void) throws -> Int {
        var settings = settings
        settings.hazards = settings.hazards.filter { $0 == .missingVersion }
        let source = Source(settings)
        var byteCount = 0
        for offset in stride(from: 0, to: max(count, 1), by: Self.pageSize) {
            let path = "/\(count)/opportunities?offset=\(offset)&limit=\(Self.pageSize)"
            byteCount += source.answer(path: path, now: 0).body.count
            if offset % Self.unitsPerReport < Self.pageSize { try report() }
        }
        return byteCount
    }

    private func unitCount(of size: DatasetSize) -> Int {
        switch size {
        case .units(let scale): scale.units
        case .bytes(let count): count.bytes / OpportunityList.recordByteCountMin + 1
        }
    }
}

/// The rows and the digest after a complete sync, summed up.
private struct OpportunityTally {
    private var digest = RowDigest()
    private var failedCount = 0

    mutating func add(_ change: OpportunityChange) {
        if change.current?.defect != nil { failedCount += 1 }
        if let row = change.result { digest.add(row.hash) }
    }

    var expected: ExpectedOutcome {
        ExpectedOutcome(
            rows: digest.count, rowsFailed: failedCount, digest: digest.hexadecimal)
    }
}
