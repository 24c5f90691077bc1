import GRDB
import Glibc
import PipelineKit
import SQLiteStore
import TicketExport
import TicketReading

/// The copy of the input that is migrated, and becomes the run's output when it is complete.
struct WorkingCopy {
    private let output: ContinuedOutput
    /// A connection to the copy.
    let queue: DatabaseQueue

    /// Creates the copy, or opens the one that an earlier run of the same input left.
    ///
    /// - Parameter cacheByteCount: SQLite's page cache, in bytes; `nil` keeps its default of 2 MiB.
    init(_ context: TrialContext, cacheByteCount: Int?) throws {
        output = try ContinuedOutput(at: context.output)
        // Recorded before copying, so that later changes of the input are noticed.
        let origin = SharedDatabase(context.input).record
        if let earlier = output.origin {
            try Self.refuseOther(than: context.input, changed: earlier != origin, in: output)
        } else {
            context.progress.phase("copy")
            try Self.make(of: context.input, in: output)
            try output.begin(from: origin ?? "")
        }
        queue = try .filling(output.temporaryPath, cacheByteCount: cacheByteCount)
    }

    /// The folder of an unfinished copy.
    var folderPath: String { output.folderPath }

    /// Closes the copy, and publishes it as the output if it is finished.
    func close(isFinished: Bool) throws {
        try queue.finish()
        if isFinished { try output.publishDatabase() }
    }

    /// Copies one snapshot of the database.
    private static func make(of input: String, in output: ContinuedOutput) throws {
        output.clear()
        try TicketDatabase.reading(input) { database in
            // Begins the snapshot, and refuses a database without tickets before any file is
            // created.
            _ = try TicketCursor(database, select: TicketSelection(query: .all).select(.whole))
                .step()
            let file = try CopiedFile(output)
            // The snapshot's lock keeps writers out of the file, except in WAL mode.
            if try database.keepsWritersOut() {
                try file.copy(from: input)
            } else {
                try file.copyPages(of: database)
            }
            try file.finish()
        }
    }

    /// Refuses to continue a copy of another database, or of an earlier state of this one.
    private static func refuseOther(
        than input: String, changed isChanged: Bool, in output: ContinuedOutput
    ) throws {
        // Reports a missing or broken input as such.
        let extent = try extent(of: input)
        guard !isChanged, try self.extent(of: output.temporaryPath) == extent else {
            throw WorkerError(
                .badSetting,
                "'\(output.folderPath)' holds an unfinished migration of another database or of an"
                    + " earlier state of '\(input)'; remove it to start over, or name another"
                    + " output")
        }
    }

    /// Returns the number of tickets and the last one's id.
    private static func extent(of path: String) throws -> [Int] {
        try TicketDatabase.reading(path) { database in
            let sql = "SELECT count(*), coalesce(max(id), 0) FROM \(Ticket.table)"
            let row = try Row.fetchOne(database, sql: sql)
            return row.map { [$0[0], $0[1]] } ?? []
        }
    }
}

/// The copy's file while it is filled.
private final class CopiedFile {
    private let output: ContinuedOutput
    private var descriptor: Int32

    init(_ output: ContinuedOutput) throws {
        self.output = output
        descriptor = try createFile(output.temporaryPath)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Closes the file, which is when some file systems report that they are full.
    func finish() throws(WorkerError) {
        let finished = descriptor
        descriptor = -1
        guard close(finished) == 0 else { throw unwritable(.last) }
    }

    /// Fills the file with another file's bytes.
    ///
    /// It shares the blocks on file systems that can, and copies through one buffer on others.
    /// - Throws: `WorkerError`.
    func copy(from input: String) throws {
        let source = open(input, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw unreadable(input) }
        defer { close(source) }
        // FICLONE, a macro that Swift can't import.
        let sharesBlocks = ioctl(descriptor, 0x4004_9409, source) == 0
        if !sharesBlocks { try copyBytes(of: source, at: input) }
    }

    /// Fills the file with a database's pages as its transaction sees them.
    ///
    /// - Throws: `WorkerError` if the disk is full; `DatabaseError`.
    func copyPages(of database: Database) throws {
        do {
            try database.copyPages(to: output.temporaryPath)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw unwritable(SystemError(ENOSPC))
        }
    }

    private func copyBytes(of source: Int32, at input: String) throws {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
        defer { chunk.deallocate() }
        while true {
            let count = read(source, chunk.baseAddress, chunk.count)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else { throw unreadable(input) }
            let part = UnsafeRawBufferPointer(rebasing: chunk[..<max(0, count)])
            if let failure = writeAll(part, to: descriptor) { throw unwritable(failure) }
        }
    }

    private func unwritable(_ failure: SystemError) -> WorkerError {
        WorkerError(.io, "cannot write '\(output.path)'", underlying: failure)
    }

    private func unreadable(_ input: String) -> WorkerError {
        WorkerError(.io, "cannot read database '\(input)'", underlying: SystemError.last)
    }
}
