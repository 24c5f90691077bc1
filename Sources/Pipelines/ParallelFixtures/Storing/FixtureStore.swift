import GRDB
import MemoryBudget
import PipelineKit
import SQLiteStore

/// The database that a run fills: each valid fixture once, and a digest of the ids the job
/// returned.
final class FixtureStore: Sendable {
    private let output: UnfinishedOutput
    private let queue: DatabaseQueue
    private let context: TrialContext

    static let table = "fixtures"
    /// The table with one row: the number of ids the job returned, and their digest.
    static let resultTable = "result"
    static let columns = [
        "id", "kickoff", "league", "status", "home_id", "home_name", "away_id", "away_name",
        "home_goals", "away_goals",
    ]

    static let creationSQL = """
        CREATE TABLE \(table) (id INTEGER PRIMARY KEY, kickoff TEXT NOT NULL, league TEXT NOT NULL,
            status TEXT NOT NULL, home_id INTEGER NOT NULL, home_name TEXT NOT NULL,
            away_id INTEGER NOT NULL, away_name TEXT NOT NULL, home_goals INTEGER,
            away_goals INTEGER);
        CREATE TABLE \(resultTable) (ids INTEGER NOT NULL, digest TEXT NOT NULL)
        """
    // A conflict is no error, because both teams list a match.
    private static let storeSQL =
        insertionSQL(into: table, columnCount: columns.count) + " ON CONFLICT (id) DO NOTHING"

    /// Creates the database.
    init(_ context: TrialContext, cacheByteCount: Int?) throws {
        self.context = context
        output = try UnfinishedOutput(ofDatabase: context.output)
        queue = try .filling(output.temporaryPath, cacheByteCount: cacheByteCount)
        try queue.write { try $0.execute(sql: Self.creationSQL) }
    }

    /// Writes valid fixtures, in one transaction.
    func write(_ fixtures: some Sequence<Fixture>) throws {
        try queue.write { database in
            let statement = try database.cachedStatement(sql: Self.storeSQL)
            for fixture in fixtures { try statement.execute(arguments: fixture.values) }
        }
    }

    /// Writes the valid fixtures and rejects the others, in one transaction.
    ///
    /// Each team counts as done after its last fixture.
    ///
    /// - Returns: The ids of the valid fixtures.
    func write(listed fixtures: [ListedFixture]) throws -> Set<Int> {
        var ids: Set<Int> = []
        try queue.write { database in
            let statement = try database.cachedStatement(sql: Self.storeSQL)
            for (index, listed) in fixtures.enumerated() {
                if let problem = listed.problem {
                    try reject(listed.place, ofTeam: listed.team, reason: problem)
                } else {
                    let fixture = listed.fixture.fields
                    try statement.execute(arguments: fixture.values)
                    if let id = fixture.id { ids.insert(id) }
                }
                let isLast =
                    index + 1 == fixtures.count || fixtures[index + 1].team != listed.team
                if isLast { context.progress.advance() }
            }
        }
        return ids
    }

    /// Rejects a fixture by its position in a team's list, from 1.
    func reject(_ place: Int, ofTeam team: Int, reason: String) throws {
        try context.rejected.add(
            file: FixtureSource.path(of: team), line: place, reason: reason)
    }

    /// Stores the ids that the job returned, and publishes the database.
    func finish(returning ids: Set<Int>) throws {
        context.progress.phase("checkpoint")
        var digest = RowDigest()
        for id in ids { digest.add(RowHash(ofID: id)) }
        let hexadecimal = digest.hexadecimal
        try queue.write { database in
            try database.execute(
                sql: "INSERT INTO \(Self.resultTable) VALUES (?, ?)",
                arguments: [ids.count, hexadecimal])
        }
        try queue.finish()
        try output.publishDatabase()
    }
}

extension RowHash {
    /// Creates the hash of a row with only an id.
    init(ofID id: Int) {
        self.init()
        addField(integer: Int64(id))
    }
}

extension Fixture {
    /// The values of the table's columns.
    fileprivate var values: StatementArguments {
        [
            id, kickoff, league, status, homeID, homeName, awayID, awayName, homeGoals, awayGoals,
        ]
    }
}
