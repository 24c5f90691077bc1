import Files
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

@Suite("Fingerprints of results")
struct ResultReaderTests {
    private func fingerprint(_ text: String) throws -> ResultFingerprint {
        try withTemporaryDirectory { folder in
            try ResultReader.fingerprint(of: write(text.utf8, to: "\(folder)/output"))
        }
    }

    /// Returns the fingerprint of a database that Python's sqlite3 writes.
    private func database(_ sql: String) async throws -> ResultFingerprint {
        let folder = try TestSupport.TemporaryDirectory()
        let path = folder.path("output")
        _ = try await Python.run(
            "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])",
            arguments: [path, sql])
        return try ResultReader.fingerprint(of: path)
    }

    @Test(
        "CSV is recognized by its content; the order of its rows doesn't matter, their values do"
    )
    func csv() throws {
        let found = try fingerprint("id,name\n1,a\n2,\"b,\nc\"\n")
        #expect(found.format == .csv && found.rows == 2)
        #expect(try fingerprint("id,name\n2,\"b,\nc\"\n1,a\n").agreement(with: found) == .rows)
        #expect(
            try fingerprint("id,name\r\n1,\"a\"\r\n2,\"b,\nc\"").agreement(with: found) == .rows)
        for other in [
            "id,name\n1,a\n", "id,name\n1,a\n2,\"b,\nd\"\n", "id,name\n1,a\n1,a\n2,\"b,\nc\"\n",
            "id,title\n1,a\n2,\"b,\nc\"\n", "1,a\nid,name\n2,\"b,\nc\"\n", "id,name\n",
        ] {
            #expect(try fingerprint(other).agreement(with: found) == nil, "\(other)")
        }
        #expect(try fingerprint("id,name\n").rows == 0)
    }

    @Test("Text with rows of different widths is compared byte by byte")
    func bytes() throws {
        for text in [
            "", "one\ntwo\n", "a,b\n1\n", "a,b\n1,\"2", "{\n  \"a\": 1\n}\n", "PK\u{3}\u{4},b\n",
        ] {
            #expect(try fingerprint(text).format == .file, "\(text)")
        }
        let lines = try fingerprint("one\ntwo\n")
        #expect(try fingerprint("one\ntwo\n").agreement(with: lines) == .bytes)
        #expect(try fingerprint("two\none\n").agreement(with: lines) == nil)
    }

    @Test(
        "JSON lines are the same in any order of keys and lines, and in any notation of values"
    )
    func jsonLines() throws {
        let found = try fingerprint(
            #"{"id": 1, "tags": ["a", "b"], "sub": {"x": null, "y": 1.0}}"# + "\n"
                + #"{"id": 2, "name": "ü\n"}"# + "\n")
        #expect(found.format == .jsonLines && found.rows == 2)
        let same =
            #"{"name":"\u00fc\n","id":2}"# + "\n\n"
            + #"{"sub":{"y":1,"x":null},"tags":["a","b"],"id":1e0}"#
        #expect(try fingerprint(same).agreement(with: found) == .rows)
        for (old, new) in [
            (#""y":1"#, #""y":2"#), (#"["a","b"]"#, #"["b","a"]"#), (#""id":2"#, #""id":"2""#),
            ("null", "false"), (#""x""#, #""z""#),
        ] {
            let text = same.replacing(old, with: new)
            #expect(text != same)
            #expect(try fingerprint(text).agreement(with: found) == nil, "\(new)")
        }
    }

    @Test("Integers keep all of their digits")
    func numbers() throws {
        let texts = [
            "9007199254740993", "9007199254740992", "12345678901234567890", "0.1", "1e400",
        ]
        let found = try texts.map { try fingerprint("[\($0)]\n").rowsDigest }
        #expect(Set(found).count == texts.count)
        for (left, right) in [("-0", "0"), ("1E2", "100"), ("0.50", "5e-1")] {
            #expect(
                try fingerprint("[\(left)]").rowsDigest == fingerprint("[\(right)]").rowsDigest)
        }
    }

    @Test("A file with a line that is not JSON, or too long, is compared byte by byte")
    func notJSONLines() throws {
        #expect(try fingerprint("{\"a\": 1}\n{\"a\":\n").format == .file)
        let long = "[\"" + String(repeating: "a", count: 17 << 20) + "\"]\n"
        #expect(try fingerprint(long).format == .file)
    }

    @Test("A database is the rows of its tables, in any order of rows and columns")
    func sqlite() async throws {
        let rows = "INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (3, 1.5);"
        let found = try await database("CREATE TABLE t (a, b); \(rows) CREATE TABLE empty (c);")
        #expect(found.format == .sqlite && found.rows == 3)
        let same = try await database(
            """
            CREATE TABLE empty (c); CREATE TABLE t (b, a); CREATE INDEX i ON t (a);
            INSERT INTO t (a, b) VALUES (3, 1.5), (1, 'x'), (2, NULL);
            """)
        #expect(same.agreement(with: found) == .rows)
        for other in [
            "CREATE TABLE t (a, b); CREATE TABLE empty (c);",
            "CREATE TABLE t (a, b); \(rows)",
            "CREATE TABLE t (a, b); \(rows) CREATE TABLE empty (d);",
            "CREATE TABLE t (a, b); \(rows) UPDATE t SET b = 'y' WHERE a = 1; CREATE TABLE empty (c);",
            "CREATE TABLE t (a, b); \(rows) UPDATE t SET a = '2' WHERE a = 2; CREATE TABLE empty (c);",
            "CREATE TABLE t (a, b); \(rows) INSERT INTO t VALUES (1, 'x'); CREATE TABLE empty (c);",
            "CREATE TABLE u (a, b); INSERT INTO u SELECT 1, 'x'; CREATE TABLE empty (c);",
        ] {
            #expect(try await database(other).agreement(with: found) == nil, "\(other)")
        }
    }

    @Test("Rows that a writer left in its log belong to the database")
    func log() async throws {
        let folder = try TestSupport.TemporaryDirectory()
        let path = folder.path("output")
        _ = try await Python.run(
            """
            import os, sqlite3, sys
            base = sqlite3.connect(sys.argv[1], isolation_level=None)
            base.execute('PRAGMA journal_mode = WAL')
            base.execute('CREATE TABLE t (a)')
            base.execute('INSERT INTO t VALUES (1), (2)')
            os._exit(0)
            """, arguments: [path])
        #expect(RegularFile.exists("\(path)-wal"))
        #expect(try ResultReader.fingerprint(of: path).rows == 2)
    }

    @Test("A damaged database can't be read")
    func damaged() throws {
        let text = "SQLite format 3\u{0}" + String(repeating: "x", count: 5000)
        #expect(throws: ResultError.self) { try fingerprint(text) }
    }

    @Test("A folder is its content by relative path; rows in its files may be in any order")
    func folder() throws {
        try withTemporaryDirectory { root in
            func folder(_ name: String, _ files: [String: String]) throws -> ResultFingerprint {
                for (file, text) in files {
                    let path = "\(root)/\(name)/\(file)"
                    try Directory.make(
                        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
                    try write(text.utf8, to: path)
                }
                return try ResultReader.fingerprint(of: "\(root)/\(name)")
            }
            let files = ["a.txt": "x", "sub/b.csv": "i,j\n1,2\n3,4\n"]
            let found = try folder("one", files)
            #expect(found.format == .folder && found.rows == 2)
            #expect(try folder("two", files).agreement(with: found) == .bytes)
            let turned = ["a.txt": "x", "sub/b.csv": "i,j\n3,4\n1,2\n"]
            #expect(try folder("three", turned).agreement(with: found) == .rows)
            let others = [
                ["a.txt": "y", "sub/b.csv": "i,j\n1,2\n3,4\n"],
                ["a.txt": "x", "b.csv": "i,j\n1,2\n3,4\n"], ["a.txt": "x"],
                files.merging(["c": ""]) { first, _ in first },
            ]
            for (index, other) in others.enumerated() {
                #expect(try folder("other\(index)", other).agreement(with: found) == nil)
            }
        }
    }

    @Test("Links aren't followed, and anything but a file or folder is refused")
    func special() throws {
        try withTemporaryDirectory { root in
            try write("secret".utf8, to: "\(root)/target")
            #expect(symlink("\(root)/target", "\(root)/link") == 0)
            #expect(mkfifo("\(root)/fifo", 0o600) == 0)
            #expect(throws: ResultError.self) { try ResultReader.fingerprint(of: "\(root)/link") }
            #expect(throws: ResultError.self) { try ResultReader.fingerprint(of: "\(root)/fifo") }
            #expect(throws: ResultError.self) { try ResultReader.fingerprint(of: root) }
            #expect(try ResultReader.fingerprint(of: "\(root)/nothing").format == .absent)
        }
    }

    @Test("Reading ends when asked to stop")
    func stop() throws {
        struct Stop: Error {}
        try withTemporaryDirectory { folder in
            let path = try write("a,b\n".utf8, to: "\(folder)/output")
            #expect(throws: Stop.self) {
                try ResultReader.fingerprint(of: path) { throw Stop() }
            }
        }
    }
}
