import Foundation
import GRDB
import TestSupport
import Testing

@testable import SQLiteStore

@Suite("A database that another program writes while it is read")
struct SharedDatabaseTests {
    @Test("With a log, the reader sees one state, and the writer can write")
    func log() async throws {
        let place = try await Place(journal: "WAL")
        try place.shared.reading { database in
            try #expect(Place.words(database, below: 10) == ["old"])
            try #expect(place.change() == 0)
            try #expect(Place.words(database) == ["old"])
        }
        try place.shared.reading { try #expect(Place.words($0) == ["new"]) }
    }

    @Test("With a journal, the writer is refused until the reader is done")
    func journal() async throws {
        let place = try await Place(journal: "DELETE")
        try place.shared.reading { database in
            try #expect(Place.words(database, below: 10) == ["old"])
            try #expect(place.change() != 0)
            try #expect(Place.words(database) == ["old"])
        }
        try #expect(place.change() == 0)
    }

    @Test(
        "Pages copied within a transaction are of its state", arguments: ["WAL", "DELETE"])
    func copied(journal: String) async throws {
        let place = try await Place(journal: journal)
        let copy = try place.directory.write("", to: "copy/words.sqlite")
        try place.shared.reading { database in
            try #expect(Place.words(database, below: 10) == ["old"])
            _ = try place.change()
            try database.copyPages(to: copy)
        }
        try await DatabaseQueue.immutable(copy).read { database in
            try #expect(Place.words(database) == ["old"])
            try #expect(Int.fetchOne(database, sql: "SELECT count(*) FROM words") == 2_000)
            try #expect(database.damage() == nil)
        }
    }

    @Test("Reading changes nothing and leaves nothing", arguments: ["WAL", "DELETE"])
    func untouched(journal: String) async throws {
        let place = try await Place(journal: journal)
        let before = DatabaseFileState(of: place.path)
        try place.shared.reading { try #expect(Place.words($0) == ["old"]) }
        #expect(DatabaseFileState(of: place.path) == before)
        try #expect(place.names == ["words.sqlite"])
        #expect(throws: DatabaseError.self) {
            try place.shared.reading { try $0.execute(sql: "DELETE FROM words") }
        }
        #expect(DatabaseFileState(of: place.path) == before)
    }

    @Test("A log that another program left is read, and stays")
    func leftLog() async throws {
        let place = try await Place(journal: "WAL")
        try await place.leaveBehind("COMMIT")
        let before = DatabaseFileState(of: place.path)
        #expect(place.shared.access == .locked)
        try place.shared.reading { try #expect(Place.words($0) == ["left"]) }
        #expect(DatabaseFileState(of: place.path) == before)
        #expect(place.shared.hasContent(place.shared.logPath))
    }

    @Test("Files beside the database are found through a link, where SQLite looks for them")
    func link() async throws {
        let place = try await Place(journal: "WAL")
        try await place.leaveBehind("COMMIT")
        let elsewhere = try TemporaryDirectory()
        let link = elsewhere.path("link.sqlite")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: place.path)
        let shared = SharedDatabase(link)
        #expect(shared.access == .locked)
        try shared.reading { try #expect(Place.words($0) == ["left"]) }
        #expect(shared.hasContent(shared.logPath))
    }

    @Test("The journal of an interrupted write isn't rolled back")
    func hotJournal() async throws {
        let place = try await Place(journal: "DELETE")
        try await place.leaveBehind("")
        let before = DatabaseFileState(of: place.path)
        let error = #expect(throws: DatabaseError.self) {
            try place.shared.reading { try Place.words($0) }
        }
        #expect(error?.resultCode == .SQLITE_READONLY)
        #expect(DatabaseFileState(of: place.path) == before)
        #expect(place.shared.hasContent(place.shared.journalPath))
    }
}

@Suite("A database that can't be locked because its folder isn't writable")
struct ComparedDatabaseTests {
    private let place: Place
    private let access: SharedDatabase.Access

    init() async throws {
        place = try await Place(journal: "WAL")
        access = .compared(try #require(DatabaseFileState(of: place.path)))
    }

    @Test("A database that can't be locked is read if it doesn't change, and gets no log")
    func unchanged() throws {
        try place.shared.reading(by: access) { try #expect(Place.words($0) == ["old"]) }
        try #expect(place.names == ["words.sqlite"])
    }

    @Test("A change during reading is an error, whatever was read")
    func changed() throws {
        #expect(throws: ChangedDatabase.self) {
            try place.shared.reading(by: access) { database in
                try #expect(Place.words(database, below: 10) == ["old"])
                try #expect(place.change() == 0)
            }
        }
    }

    @Test("Errors during a change are attributed to the change")
    func changedAndFailed() throws {
        #expect(throws: ChangedDatabase.self) {
            try place.shared.reading(by: access) { _ in
                try place.change()
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
        }
        let now = SharedDatabase.Access.compared(try #require(DatabaseFileState(of: place.path)))
        #expect(throws: DatabaseError.self) {
            try place.shared.reading(by: now) { _ in
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
        }
    }

    @Test("Locks are used wherever possible")
    func ways() async throws {
        #expect(place.shared.access == .sharingLog)
        let journalled = try await Place(journal: "DELETE")
        #expect(journalled.shared.access == .locked)
        #expect(SharedDatabase(place.directory.path("none")).access == .locked)
    }
}
