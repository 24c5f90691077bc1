import GRDB
import Glibc
import PipelineKit
import SQLiteStore

/// The copy of what an earlier sync left: the run's output.
enum PreviousCopy {
    /// Whether there is an output already, which a run continues.
    static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Copies one state of a database; it appears when it is whole.
    ///
    /// - Throws: ``WorkerError``.
    static func make(of previous: String, at output: String) throws {
        let temporaryPath = output + ".copying"
        do {
            // What a lost run left would be played into this copy.
            for path in [output, temporaryPath] {
                for suffix in ["-wal", "-shm", "-journal"] { unlink(path + suffix) }
            }
            unlink(temporaryPath)
            try SharedDatabase(previous).reading { database in
                try database.execute(sql: "PRAGMA cache_size = -256")
                try SyncTables.refuseOther(database, path: previous)
                try database.copyPages(to: temporaryPath)
            }
            try publish(temporaryPath, as: output)
        } catch {
            unlink(temporaryPath)
            guard let failure = error as? DatabaseError else { throw error }
            throw WorkerError(
                .io, "cannot copy database '\(previous)' to '\(output)'", underlying: failure.brief)
        }
    }

    private static func publish(_ temporaryPath: String, as path: String) throws(WorkerError) {
        let descriptor = open(temporaryPath, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw WorkerError(.io, "cannot write '\(path)'", underlying: SystemError.last)
        }
    }
}
