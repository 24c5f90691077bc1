import GRDB
import Testing

@testable import SQLiteStore

@Suite("The layout of a database")
struct DatabaseLayoutTests {
    private static let table = "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL, b REAL)"

    private func difference(_ statements: String..., allowsMore: Bool = false) throws -> String? {
        let right = try DatabaseLayout.made(by: [Self.table])
        return try DatabaseLayout.made(by: statements)
            .difference(from: right, allowsMore: allowsMore)
    }

    @Test("Equal statements, however they are written, give equal layouts")
    func same() throws {
        let other = "create table \"a\" (id integer primary key, name text not null, b real)"
        #expect(try difference(Self.table) == nil)
        #expect(try difference(other) == nil)
    }

    @Test("Anything missing, declared differently or additional is named")
    func different() throws {
        #expect(try difference() == "it has no table 'a'")
        let tables = [
            ("id INTEGER PRIMARY KEY, b REAL", "has no column 'name'"),
            (
                "id INTEGER PRIMARY KEY, name BLOB NOT NULL, b REAL",
                "declares column 'name' as 'BLOB', not 'TEXT'"
            ),
            (
                "id INTEGER PRIMARY KEY, name TEXT, b REAL",
                "declares column 'name' differently"
            ),
            ("id INTEGER, name TEXT NOT NULL, b REAL", "declares column 'id' differently"),
            (
                "id INTEGER PRIMARY KEY, name TEXT NOT NULL, b REAL, c",
                "has column 'c', which is unexpected"
            ),
            (
                "id INTEGER PRIMARY KEY, b REAL, name TEXT NOT NULL",
                "has its columns in a different order"
            ),
        ]
        for (columns, words) in tables {
            #expect(try difference("CREATE TABLE a (\(columns))") == "table 'a' \(words)")
        }
        for extra in ["CREATE TABLE z (a)", "CREATE VIEW z AS SELECT 1", "CREATE INDEX z ON a (b)"]
        {
            let words = try difference(Self.table, extra)
            #expect(words?.hasSuffix("'z', which is unexpected") == true, "\(words ?? "")")
            #expect(try difference(Self.table, extra, allowsMore: true) == nil)
        }
    }

    @Test("A user's own database may have additional columns, but no differing ones")
    func more() throws {
        #expect(
            try difference(
                "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL, b REAL, c)",
                allowsMore: true) == nil)
        #expect(
            try difference(
                "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL, b TEXT, c)",
                allowsMore: true) == "table 'a' declares column 'b' as 'TEXT', not 'REAL'")
    }
}
