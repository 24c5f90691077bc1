import Foundation
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportSQLite

@Suite("Databases that can't be exported")
struct BrokenInputTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    /// Exports, expecting an error and no output, and returns the error.
    private func failure(_ strategy: String, _ input: String) async throws -> WorkerError {
        let output = try place.output()
        let error = await #expect(throws: WorkerError.self) {
            try await export(strategy, input, to: output)
        }
        #expect(try place.exported().isEmpty)
        return try #require(error)
    }

    @Test(
        "A locked database is named; once it is unlocked, the export succeeds",
        arguments: StrategyTests.strategies)
    func locked(strategy: String) async throws {
        let other = try LockedDatabase(place.input, mark: place.directory.path("locked"))
        let isLocked = await eventually { other.isLocked }
        #expect(isLocked)
        let error = try await failure(strategy, place.input)
        #expect(error.code == .io)
        #expect(error.message.hasPrefix("another program is writing database '\(place.input)'"))
        other.release()
        #expect(try await export(strategy, place.input, to: place.output()) == 2_500)
    }

    @Test(
        "Bytes that are not a database, or a truncated one, are named",
        arguments: StrategyTests.strategies)
    func broken(strategy: String) async throws {
        let whole = try bytes(place.input)
        var generator = SystemRandomNumberGenerator()
        let noise = Data((0..<50_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
        var scribbled = whole
        scribbled.replaceSubrange(
            8_192..<180_000, with: noise + noise + noise + noise.prefix(21_808))
        for (name, wreck) in [
            ("noise", noise), ("cut", whole.prefix(whole.count / 2)), ("scribbled", scribbled),
        ] {
            let path = try place.directory.write(Array(wreck), to: name)
            let error = try await failure(strategy, path)
            #expect(error.code == .badSetting, "\(name)")
            #expect(error.message == "'\(path)' is not an intact SQLite database")
        }
    }

    @Test(
        "A missing file, a folder and a foreign database are named",
        arguments: StrategyTests.strategies)
    func foreign(strategy: String) async throws {
        let missing = try await failure(strategy, place.directory.path("none"))
        #expect(missing.code == .inputMissing)
        let directory = try await failure(strategy, place.directory.path)
        #expect(directory.code == .io)
        let other = place.directory.path("other.sqlite")
        _ = try await Command.run(["sqlite3", other, "CREATE TABLE seats (id INTEGER)"])
        let foreign = try await failure(strategy, other)
        #expect(foreign.code == .badSetting)
        #expect(foreign.description.contains("no such table: tickets"))
        _ = try await Command.run(["sqlite3", other, "CREATE TABLE tickets (id INTEGER)"])
        let narrow = try await failure(strategy, other)
        #expect(narrow.description.contains("no such column: number"))
    }

    @Test("A database in WAL mode is read whole, and gets no log")
    func wal() async throws {
        let folder = place.directory.path("wal")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        let copy = "\(folder)/a b%20c?.sqlite"
        try FileManager.default.copyItem(atPath: place.input, toPath: copy)
        _ = try await Command.run(["sqlite3", copy, "PRAGMA journal_mode = WAL"])
        #expect(try await export("cursor", copy, to: place.output()) == 2_500)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }

    @Test("Commits that are still in another program's log are exported")
    func log() async throws {
        let output = try place.output()
        let answer = try await Python.run(
            """
            import sqlite3, subprocess, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("DELETE FROM tickets WHERE id > 7")
            run = subprocess.run([sys.argv[2], "run", "--pipeline=ticket-export",
                "--strategy=cursor", "--dataset-kind=tickets", f"--input={sys.argv[1]}",
                f"--output={sys.argv[3]}"])
            print(run.returncode, len(open(sys.argv[3], encoding="utf-8").readlines()))
            """, arguments: [place.input, Products.path("membudget-worker"), output])
        #expect(answer == "0 8\n")
    }
}
