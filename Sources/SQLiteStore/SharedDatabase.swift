package import GRDB
import Glibc

/// A database that other programs may write to while it is read.
///
/// ```swift
/// import GRDB
/// let count = try SharedDatabase("tickets.sqlite").reading { database in
///     try Int.fetchOne(database, sql: "SELECT count(*) FROM tickets")
/// }
/// ```
package struct SharedDatabase: Sendable {
    /// The path, as given.
    package let path: String
    /// The path of the file itself, beside which SQLite looks for its logs.
    private let realPath: String

    /// Creates a reference to a database, without opening it.
    package init(_ path: String) {
        self.path = path
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        realPath = resolved.map { String(cString: $0) } ?? path
    }

    /// The path of the log of a database in WAL mode.
    package var logPath: String { realPath + "-wal" }
    /// The path of the journal of a write that is in progress or was interrupted.
    package var journalPath: String { realPath + "-journal" }

    /// The ways to read a consistent state of a database that others may write to.
    enum Access: Equatable {
        /// With SQLite's own locks, on a read-only connection.
        case locked
        /// As one of the connections that share its log. The log is created for this connection and
        /// removed with it, which needs write permission; nothing else is written.
        case sharingLog
        /// Without locks, if the necessary log can't be created: the file must not change
        /// meanwhile.
        case compared(DatabaseFileState)
    }

    /// Runs `body` within one read-only transaction, so that it sees one state of the database, and
    /// closes the database.
    ///
    /// - Throws: `DatabaseError`; ``ChangedDatabase`` if the file changed while it was read without
    ///   locks; errors of `body`.
    package func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reading(by: access, body: body)
    }

    /// Reads in a way that the caller chooses.
    func reading<Result>(
        by access: Access, body: (Database) throws -> Result
    ) throws -> Result {
        do {
            let queue = try open(access)
            let result = try queue.read(body)
            try queue.close()
            try check(access)
            return result
        } catch let error where !(error is ChangedDatabase) {
            // A mix of two states can cause any error, so the change is the better explanation.
            try check(access)
            throw error
        }
    }

    /// The way to read the database in its present state.
    var access: Access {
        guard let state = DatabaseFileState(of: path), state.usesLog, !hasContent(logPath),
            !hasContent(journalPath)
        else { return .locked }
        let folder = realPath.lastIndex(of: "/").map { String(realPath[...$0]) } ?? "."
        let isWritable = Glibc.access(path, W_OK) == 0 && Glibc.access(folder, W_OK) == 0
        return isWritable ? .sharingLog : .compared(state)
    }

    /// The state of the file and its log as text, by which changes are detected; `nil` if it can't
    /// be read. Must not be used within a transaction: see ``DatabaseFileState``.
    package var record: String? {
        DatabaseFileState(of: path).map { file in
            let log = hasContent(logPath) ? DatabaseFileState(of: logPath) : nil
            return file.record + (log.map { "; " + $0.record } ?? "")
        }
    }

    /// Returns whether a file exists and is not empty.
    package func hasContent(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    private func open(_ access: Access) throws -> DatabaseQueue {
        var configuration = Configuration()
        switch access {
        case .locked:
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration)
        case .sharingLog:
            return try DatabaseQueue(
                path: .databaseURI(path, parameter: "mode=rw"), configuration: configuration)
        case .compared:
            return try .immutable(path)
        }
    }

    private func check(_ access: Access) throws(ChangedDatabase) {
        guard case .compared(let before) = access else { return }
        guard DatabaseFileState(of: path) == before else { throw ChangedDatabase() }
    }
}

/// The error for a database that changed while it was read without locks.
package struct ChangedDatabase: Error {}
