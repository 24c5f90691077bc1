import GRDB
import Glibc
import PipelineKit
import SQLiteStore
import TicketExport
import TicketReading

/// The copy of the input that is migrated: the run's output.
enum WorkingCopy {
    /// Opens the copy, and makes it if there is none; one that is there is gone on with.
    ///
    /// - Parameter cacheByteCount: SQLite's page cache; nil leaves its default of 2 MiB.
    static func open(_ context: TrialContext, cacheByteCount: Int?) throws -> DatabaseQueue {
        if access(context.output, F_OK) != 0 {
            context.progress.phase("copy")
            try make(of: context.input, at: context.output)
        } else {
            try refuseOther(than: context.input, at: context.output)
        }
        return try .filling(context.output, cacheByteCount: cacheByteCount)
    }

    /// Copies one state of the database; it appears when it is whole.
    private static func make(of input: String, at output: String) throws {
        try TicketDatabase.reading(input) { database in
            // Begins the snapshot, and refuses what has no tickets before anything is made.
            _ = try TicketCursor(database, select: TicketSelection(query: .all).select(.whole))
                .step()
            // A log that a lost copy left would be played into this one.
            for suffix in ["-wal", "-shm", "-journal"] { unlink(output + suffix) }
            let file = try ExportFile(at: output)
            // The snapshot's lock keeps writers out of the file, unless they have a log.
            if try database.keepsWritersOut() {
                try file.copy(from: input)
            } else {
                try file.copyPages(of: database)
            }
            try file.publish()
        }
    }

    /// Goes on with nothing but a copy of this input: never with the input itself, nor with another
    /// database.
    private static func refuseOther(than input: String, at output: String) throws {
        var (one, other) = (stat(), stat())
        let isSame =
            stat(input, &one) == 0 && stat(output, &other) == 0 && one.st_ino == other.st_ino
            && one.st_dev == other.st_dev
        guard !isSame, try extent(of: input) == extent(of: output) else {
            throw WorkerError(
                .badSetting,
                "'\(output)' is there and no copy of '\(input)' that was being migrated; name"
                    + " another output")
        }
    }

    /// How many tickets there are, and the last one's id.
    private static func extent(of path: String) throws -> [Int] {
        try TicketDatabase.reading(path) { database in
            let sql = "SELECT count(*), coalesce(max(id), 0) FROM \(Ticket.table)"
            let row = try Row.fetchOne(database, sql: sql)
            return row.map { [$0[0], $0[1]] } ?? []
        }
    }
}

extension ExportFile {
    /// Fills the file with another's bytes: by sharing its blocks on file systems that can,
    /// through one buffer on the others.
    ///
    /// - Throws: `WorkerError`.
    fileprivate func copy(from input: String) throws {
        let source = open(input, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw unreadable(input) }
        defer { close(source) }
        // FICLONE, a macro that Swift can't import.
        let sharesBlocks = ioctl(descriptor, 0x4004_9409, source) == 0
        if !sharesBlocks { try copyBytes(of: source, at: input) }
    }

    /// Fills the file with a database's pages as a transaction sees them.
    ///
    /// - Throws: `WorkerError` for a disk that is full, `DatabaseError`.
    fileprivate func copyPages(of database: Database) throws {
        do {
            try database.copyPages(to: temporaryPath)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw WorkerError(.io, "cannot write '\(path)'", underlying: SystemError(ENOSPC))
        }
    }

    private func copyBytes(of source: Int32, at input: String) throws {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
        defer { chunk.deallocate() }
        while true {
            let count = read(source, chunk.baseAddress, chunk.count)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else { throw unreadable(input) }
            if count > 0 { try write(UnsafeRawBufferPointer(rebasing: chunk[..<count])) }
        }
    }

    private func unreadable(_ input: String) -> WorkerError {
        WorkerError(.io, "cannot read database '\(input)'", underlying: SystemError.last)
    }
}
