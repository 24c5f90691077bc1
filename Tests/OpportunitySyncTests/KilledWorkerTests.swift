import Foundation
import GRDB
import TestSupport
import Testing

@testable import OpportunitySync

/// A program that runs in the background and is ended by a signal.
private struct Background {
    private let end: Task<Command.Result, any Error>
    private let pidPath: String
    let outputPath: String

    init(_ arguments: [String], name: String, in directory: TemporaryDirectory) {
        let (pidPath, outputPath) = (directory.path("\(name).pid"), directory.path("\(name).out"))
        let script = #"pid=$1; out=$2; shift 2; echo $$ > "$pid"; exec "$@" > "$out""#
        end = Task {
            try await Command.run(["sh", "-c", script, "sh", pidPath, outputPath] + arguments)
        }
        self.pidPath = pidPath
        self.outputPath = outputPath
    }

    /// Sends a signal and waits for the end.
    func finish(by signal: Int32? = nil) async throws -> Command.Result {
        if let signal, let pid = pid_t(text(pidPath)) { kill(pid, signal) }
        return try await end.value
    }

    /// Whether the program is running; waits until it has started.
    var isRunning: Bool {
        guard let pid = pid_t(text(pidPath)) else { return true }
        return kill(pid, 0) == 0
    }

    /// Returns the program's first line of output, once it is there.
    func firstLine() async throws -> String {
        while !text(outputPath, trimmed: false).contains("\n") {
            try await Task.sleep(for: .milliseconds(5))
        }
        return text(outputPath)
    }

    private func text(_ path: String, trimmed: Bool = true) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return trimmed ? text.trimmingCharacters(in: .whitespacesAndNewlines) : text
    }
}

@Suite(
    "Killed workers",
    .enabled(
        if: Products.isBuilt("membudget-worker-http") && Products.isBuilt("membudget-source"),
        "membudget-worker-http or membudget-source has not been built"), .serialized)
struct KilledWorkerTests {
    private static let count = 1000

    /// Returns the worker's command line.
    private func command(_ database: SyncedDatabase, port: String, output: String) throws
        -> [String]
    {
        [
            try Products.path("membudget-worker-http"), "run", "--pipeline", "opportunity-sync",
            "--strategy", "generation-sweep", "--dataset-kind", "opportunities", "--input",
            "http://127.0.0.1:\(port)/\(Self.count)", "--output", output, "--previous",
            database.path, "--set", "page-size=20",
        ]
    }

    @Test("An output that began as a copy of another database, or of an earlier state, is refused")
    func otherPrevious() async throws {
        let database = try SyncedDatabase(count: Self.count)
        let output = database.directory.path("output.db")
        // Nobody serves this source: the copy is made, and its run is incomplete.
        let arguments = try command(database, port: "1", output: output)
        let first = try await Command.run(arguments)
        #expect(first.status == 0, "\(first)")
        #expect(try database.rows(at: output) == (try database.rows()))
        #expect(try await Command.run(arguments).status == 0)
        _ = try await Command.run([
            "sqlite3", database.path, "UPDATE opportunities SET title = 'other' WHERE revision = 1",
        ])
        let before = try Data(contentsOf: URL(filePath: output))
        let next = try await Command.run(arguments)
        #expect(next.status == 65, "\(next)")
        #expect(next.standardError.contains("did not start as a copy of '\(database.path)'"))
        #expect(try Data(contentsOf: URL(filePath: output)) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: database.directory.path)
        #expect(!names.contains { $0.hasPrefix(".") })
    }

    /// Returns the number of pages that a run has committed.
    private func pageCount(_ path: String) -> Int {
        let pages = try? DatabaseQueue(path: path).read { database in
            try Int.fetchOne(database, sql: "SELECT pages FROM sync_pass")
        }
        return (pages ?? nil) ?? 0
    }

    @Test(
        "After a kill or stop at any page, the next run finishes the rest and is complete",
        arguments: [SIGKILL, SIGTERM], [1, 12, 30])
    func killed(signal: Int32, after pages: Int) async throws {
        let database = try SyncedDatabase(count: Self.count)
        let output = database.directory.path("output.db")
        let source = Background(
            [try Products.path("membudget-source"), "--latency-milliseconds", "150"],
            name: "source", in: database.directory)
        let port = try await source.firstLine()
        let worker = Background(
            try command(database, port: port, output: output), name: "worker",
            in: database.directory)
        // A reader before the log exists could keep the worker from creating it.
        let log = output + "-wal"
        while !FileManager.default.fileExists(atPath: log) || pageCount(output) < pages {
            try #require(worker.isRunning, "it ended before it was killed")
            try await Task.sleep(for: .milliseconds(2))
        }
        let end = try await worker.finish(by: signal)
        if signal == SIGKILL {
            #expect(end.signal == Int(SIGKILL))
        } else {
            #expect(end.status == 75 && end.standardError.contains("run the job again to continue"))
        }
        let committedCount = pageCount(output)
        #expect(committedCount >= pages)

        let next = Background(
            try command(database, port: port, output: output), name: "next",
            in: database.directory)
        let nextEnd = try await next.finish()
        #expect(nextEnd.status == 0, "\(nextEnd)")
        let rows = try database.rows(at: output)
        #expect(rows == database.expected)
        let calls = try await DatabaseQueue(path: output).read { database in
            try Int.fetchOne(database, sql: "SELECT calls FROM sync_result")
        }
        #expect(calls == 50 - committedCount)
        _ = try await source.finish(by: SIGTERM)
    }
}
