import Files
import GRDB
import Glibc
import SQLiteStore

extension DatabaseQueue {
    /// Creates the database of a dataset, without a journal: it is removed if it isn't finished.
    static func disposable(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}

extension OutputFile {
    /// Waits until a file written by another component is on disk.
    static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.open, path) }
        defer { close(descriptor) }
        guard retried({ fsync(descriptor) }) == 0 else { throw FileError(.write, path) }
    }
}

extension DatasetError {
    /// Returns the error of a database that can't be written, with SQLite's message.
    static func database(_ error: DatabaseError, at path: String) -> DatasetError {
        if error.resultCode == .SQLITE_FULL {
            return DatasetError(FileError(.write, path, number: ENOSPC))
        }
        return DatasetError(.inputOutput, "can't write database '\(path)': \(error.brief)")
    }
}
