package import GRDB
import Glibc

/// A database that other programs may write while it is read.
package struct SharedDatabase: Sendable {
    /// Its path, as it was given.
    package let path: String
    /// The path of the file itself, which SQLite looks beside.
    private let realPath: String

    /// Names a database.
    package init(_ path: String) {
        self.path = path
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        realPath = resolved.map { String(cString: $0) } ?? path
    }

    /// The log of a database in WAL mode.
    package var logPath: String { realPath + "-wal" }
    /// The journal of a write that is under way, or was cut off.
    package var journalPath: String { realPath + "-journal" }

    /// The ways to see one state of a database, whoever writes it meanwhile.
    enum Access: Equatable {
        /// With SQLite's own locks, by a connection that can't write.
        case locked
        /// As one of those who share its log. The log is made for this connection and goes with it,
        /// which takes the right to write; nothing else is written.
        case sharingLog
        /// Without locks, which need a log that can't be made here: the file must stay as it was.
        case compared(DatabaseFileState)
    }

    /// Runs `body` within one transaction that only reads, so that it sees one state of the
    /// database, and closes it.
    ///
    /// - Throws: `DatabaseError`; ``ChangedDatabase`` if the file changed where nothing keeps others
    ///   from changing it; what `body` throws.
    package func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reading(by: access, body: body)
    }

    /// Does so in a way of the caller's choice.
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
            // What was read of two states can be anything, so that this is the better reason.
            try check(access)
            throw error
        }
    }

    /// The way for the database as it is now.
    var access: Access {
        guard let state = DatabaseFileState(of: path), state.usesLog, !hasContent(logPath),
            !hasContent(journalPath)
        else { return .locked }
        let folder = realPath.lastIndex(of: "/").map { String(realPath[...$0]) } ?? "."
        let isWritable = Glibc.access(path, W_OK) == 0 && Glibc.access(folder, W_OK) == 0
        return isWritable ? .sharingLog : .compared(state)
    }

    /// The state of the file and of its log as text, which tells whether anybody has changed the
    /// database since; nil if it can't be read. Not within a transaction: see ``DatabaseFileState``.
    package var record: String? {
        DatabaseFileState(of: path).map { file in
            let log = hasContent(logPath) ? DatabaseFileState(of: logPath) : nil
            return file.record + (log.map { "; " + $0.record } ?? "")
        }
    }

    /// Whether a file is there and not empty.
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

/// A database that was changed while it was read without locks.
package struct ChangedDatabase: Error {}
