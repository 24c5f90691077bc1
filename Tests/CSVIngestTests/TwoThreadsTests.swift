import Foundation
import GRDB
import PipelineKit
import Synchronization
import TestSupport
import Testing

@testable import CSVIngest

/// Parsing and storing run on two threads, with the same results as on one.
@Suite("Parsing and storing on two threads", .timeLimit(.minutes(2)))
struct TwoThreadsTests {
    private struct Broken: Error {}
    private struct Stopped: Error {}

    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func run(_ text: String, batch: Int, outputPath: String? = nil) throws -> PiecewiseRun {
        try PiecewiseRun(text, batch: batch, output: outputPath ?? scratch.path("out.db"))
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted()
    }

    /// Rows `1,…` to `N,…`, each with a text of `byteCount` bytes.
    private func rows(_ numbers: ClosedRange<Int>, byteCount: Int = 2) -> String {
        let filling = String(repeating: "x", count: byteCount)
        return "a,b\n" + numbers.map { "\($0),\(filling)\n" }.joined()
    }

    @Test("A failing source ends the run with its error, after the full commits")
    func sourceFails() throws {
        var run = try run("a,b\nragged\n" + rows(1...30_000), batch: 1000)
        run.pieceByteCount = 10_000
        run.beforePiece = { if $0 > 200_000 { throw Broken() } }
        #expect(throws: Broken.self) { try run() }
        // The arrived rows, without the header and the ragged row.
        let rowCount =
            Array(String(decoding: run.bytes.prefix(210_000), as: UTF8.self).utf8)
            .count { $0 == UInt8(ascii: "\n") } - 2
        #expect(run.context.progress.unitsDone == rowCount / 1000 * 1000)
        #expect(try run.rejections().count == 1)
        #expect(try names() == ["out.db.rejected.jsonl"])
    }

    @Test("An error in a commit ends the run there, and the parser as well")
    func commitFails() throws {
        let commitCount = Atomic(0)
        let failureCount = Atomic(0)
        var pieceCount = 0
        var run = try run(rows(1...40, byteCount: 100_000), batch: 3)
        run.pieceByteCount = 100_000
        run.beforePiece = { _ in pieceCount += 1 }
        run.onCommit = {
            if commitCount.add(1, ordering: .relaxed).newValue == 2 { throw Stopped() }
        }
        run.onStoringFailed = { failureCount.add(1, ordering: .relaxed) }
        #expect(throws: Stopped.self) { try run() }
        #expect(commitCount.load(ordering: .relaxed) == 2)
        #expect(failureCount.load(ordering: .relaxed) == 1)
        #expect(run.context.progress.unitsDone == 6)
        // Six rows are stored, and the channel and both ends hold a dozen.
        #expect(pieceCount < 25)
        #expect(try names() == [])
    }

    @Test("Of two errors, the one of the earlier row is reported")
    func earlierError() throws {
        var run = try run(rows(1...5000), batch: 1000)
        run.pieceByteCount = 1000
        run.beforePiece = { if $0 > 30_000 { throw Broken() } }
        run.onCommit = {
            // The parser has failed by now.
            usleep(20_000)
            throw Stopped()
        }
        #expect(throws: Stopped.self) { try run() }
        #expect(run.context.progress.unitsDone == 1000)
    }

    @Test("A failing commit ends a source that is waiting")
    func waitingSource() throws {
        let isOver = Mutex(false)
        var run = try run(rows(1...50_000), batch: 1000)
        run.pieceByteCount = 300_000
        run.beforePiece = { position in
            guard position >= 300_000 else { return }
            while !isOver.withLock({ $0 }) { usleep(1000) }
            throw CancellationError()
        }
        run.onCommit = { throw Stopped() }
        run.onStoringFailed = { isOver.withLock { $0 = true } }
        #expect(throws: Stopped.self) { try run() }
    }

    @Test("A source that fails isn't notified of failed storing")
    func noFalseAlarm() throws {
        let failureCount = Atomic(0)
        var run = try run(rows(1...50), batch: 7)
        run.beforePiece = { if $0 > 0 { throw Broken() } }
        run.onStoringFailed = { failureCount.add(1, ordering: .relaxed) }
        #expect(throws: Broken.self) { try run() }
        #expect(failureCount.load(ordering: .relaxed) == 0)
        #expect(run.context.progress.unitsDone == 49)
    }

    @Test("A disk that fills up during storing is reported", .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        try SmallDisk.with(kibibytes: 2 << 10) { path in
            let run = try run(
                rows(1...40, byteCount: 200_000), batch: 4, outputPath: "\(path)/o.db")
            let error = #expect(throws: WorkerError.self) { try run() }
            #expect(error?.code == .io)
            #expect(error?.description.contains("database or disk is full") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
        }
    }

    @Test("Records of maximum length pass one by one, longer ones are rejected in their place")
    func hugeRecords() throws {
        let longest = RecordSplitter.recordByteCountMax
        func record(_ number: Int, byteCount: Int) -> String {
            "\(number)," + String(repeating: "y", count: byteCount - 2) + "\n"
        }
        let text =
            "a,b\n" + record(1, byteCount: longest) + record(2, byteCount: longest + 1)
            + record(3, byteCount: longest) + record(4, byteCount: 10)
            + record(5, byteCount: longest)
        let run = try run(text, batch: 2)
        try run()
        #expect(try run.storedRows() == ["1", "3", "4", "5"])
        #expect(try run.rejections() == ["{\"line\":3,\"reason\":\"longer than 1 MiB\"}"])
    }

    @Test("A header alone gives a table without rows, and no commit")
    func headerOnly() throws {
        let commitCount = Atomic(0)
        var run = try run("a,b\n", batch: 1)
        run.onCommit = { commitCount.add(1, ordering: .relaxed) }
        try run()
        #expect(try run.storedRows() == [])
        #expect(commitCount.load(ordering: .relaxed) == 0)
    }

    @Test("The storing thread reports every commit, each with the configured number of rows")
    func commits() throws {
        let counts = Mutex<[Int]>([])
        var run = try run(rows(1...2500), batch: 1000)
        let progress = run.context.progress
        run.onCommit = { counts.withLock { $0.append(progress.unitsDone) } }
        try run()
        #expect(counts.withLock { $0 } == [1000, 2000, 2500])
    }

    @Test("Pages have 16 KiB, and the log of a large table stays at about 4 MiB")
    func pages() throws {
        let longest = Atomic(0)
        let folder = scratch.url.path
        var run = try run(rows(1...40_000, byteCount: 600), batch: 1000)
        run.onCommit = {
            longest.max(try Self.logByteCount(below: folder), ordering: .relaxed)
        }
        try run()
        let size = longest.load(ordering: .relaxed)
        #expect(size > 3 << 20 && size <= 5 << 20, "the log had \(size) bytes")
        let database = try DatabaseQueue(path: run.context.output)
        let pageByteCount = try database.read { try Int.fetchOne($0, sql: "PRAGMA page_size") }
        #expect(pageByteCount == 16 << 10)
        let pageCount = try database.read { try Int.fetchOne($0, sql: "PRAGMA page_count") }
        #expect(pageCount ?? 0 > 20 * 64)
    }

    /// Returns the size of the log of the database being filled.
    private static func logByteCount(below folder: String) throws -> Int {
        let parts = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(".out.db.part.") }
        let sizes = try parts.map { part in
            let log = "\(folder)/\(part)/data-wal"
            return try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
        }
        return sizes.compactMap(\.self).max() ?? 0
    }
}
