import Foundation
import PipelineKit
import TestSupport
import Testing

@testable import BarcodeMigration

@Suite(
    "Interrupted migrations",
    .enabled(if: Products.isBuilt("membudget-worker"), "membudget-worker has not been built"))
struct ResumingTests {
    private let place: Workplace

    init() throws {
        place = try Workplace(tickets: 50_000)
    }

    /// Sends a signal once the log has a commit; prints the exit status and the number of migrated
    /// tickets in the copy.
    private static let stopping = """
        import os, signal, sqlite3, subprocess, sys, time
        log = sys.argv[2] + "-wal"
        run = subprocess.Popen(sys.argv[3:], stderr=subprocess.PIPE)
        while run.poll() is None and not (os.path.exists(log) and os.path.getsize(log) > 100000):
            time.sleep(0.001)
        run.send_signal(int(sys.argv[1]))
        words = run.communicate()[1].decode()
        done = sqlite3.connect(sys.argv[2]).execute(
            "SELECT count(*) FROM tickets WHERE length(barcode) = 8").fetchone()[0]
        print(run.returncode, done)
        print(words, end="")
        """

    /// Starts the migration with one ticket per commit and stops it; returns its status, the
    /// migrated tickets, and its messages.
    private func stop(
        _ strategy: String, with signal: Int32
    ) async throws -> (status: Int, doneCount: Int, words: String) {
        let answer = try await Python.run(
            Self.stopping,
            arguments: ["\(signal)", place.unfinished] + place.command(strategy, "batch=1"))
        let lines = answer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = lines[0].split(separator: " ").compactMap { Int($0) }
        try #require(numbers.count == 2, "\(answer)")
        return (numbers[0], numbers[1], String(lines[1]))
    }

    private func finish(_ strategy: String) async throws {
        let result = try await Command.run(place.command(strategy))
        #expect(result.status == 0, "\(result)")
        #expect(result.standardError.isEmpty)
        #expect(try place.disagreement() == nil)
        #expect(try place.copies() == ["migrated.sqlite"])
    }

    @Test("A killed migration keeps its commits, and the same command continues it")
    func killed() async throws {
        let (status, doneCount, _) = try await stop("keyset-batches", with: SIGKILL)
        #expect(status == -9)
        // A tenth was already migrated by the generator.
        #expect(doneCount > 4_000 && doneCount < 50_000)
        try await finish("keyset-batches")
    }

    @Test(
        "A migration asked to stop reports its progress with its own status, and continues later",
        arguments: [SIGTERM, SIGINT])
    func terminated(signal: Int32) async throws {
        let (status, doneCount, words) = try await stop("keyset-batches", with: signal)
        #expect(status == 75)
        #expect(doneCount > 4_000 && doneCount < 50_000)
        #expect(words.hasPrefix("membudget-worker: asked to stop after "))
        #expect(words.hasSuffix("run the job again to continue\n"))
        // An unfinished copy can't be mistaken for the result.
        #expect(try place.copies() == ["migrated.sqlite.unfinished"])
        try await finish("keyset-batches")
    }

    @Test("A single transaction that is killed changes nothing")
    func transaction() async throws {
        let (status, doneCount, _) = try await stop("fetch-all", with: SIGKILL)
        #expect(status == -9)
        let before = try await place.sql(
            "SELECT count(*) FROM tickets WHERE length(barcode) = 8", on: place.input)
        #expect("\(doneCount)\n" == before)
        try await finish("fetch-all")
    }

    @Test("A copy that was cut off is made again")
    func halfCopy() async throws {
        let whole = try Data(contentsOf: URL(filePath: place.input))
        try FileManager.default.createDirectory(
            atPath: place.output + ".unfinished", withIntermediateDirectories: false)
        try whole.prefix(100_000).write(to: URL(filePath: place.unfinished))
        try Data().write(to: URL(filePath: place.output + ".unfinished/lock"))
        try await finish("keyset-batches")
    }

    @Test(
        "A stopped migration doesn't continue another state of its input, or another input",
        arguments: ["DELETE", "WAL"])
    func changedInput(journal: String) async throws {
        _ = try await place.sql("PRAGMA journal_mode = \(journal)", on: place.input)
        #expect(try await stop("keyset-batches", with: SIGTERM).status == 75)
        let whole = try Data(contentsOf: URL(filePath: place.input))
        let changes = [
            "UPDATE tickets SET holder = 'CHANGED' WHERE id = 5",
            "UPDATE tickets SET status = 'used' WHERE id = 50000",
        ]
        for change in changes {
            _ = try await place.sql(change, on: place.input)
            let result = try await Command.run(place.command("keyset-batches"))
            #expect(result.status == 65, "\(result)")
            #expect(result.standardError.contains("of an earlier state of '\(place.input)'"))
            #expect(try place.copies() == ["migrated.sqlite.unfinished"])
        }
        // A copy with the same bytes is still another database.
        try whole.write(to: URL(filePath: place.input + ".new"))
        try FileManager.default.removeItem(atPath: place.input)
        try FileManager.default.moveItem(atPath: place.input + ".new", toPath: place.input)
        #expect(try await Command.run(place.command("keyset-batches")).status == 65)
        try FileManager.default.removeItem(atPath: place.output + ".unfinished")
        try await finish("keyset-batches")
    }

    @Test("The second of two runs for one output is refused, and the first finishes")
    func concurrent() async throws {
        let answer = try await Python.run(
            """
            import os, signal, subprocess, sys, time
            log, run = sys.argv[1] + "-wal", sys.argv[2:]
            first = subprocess.Popen(run)
            while first.poll() is None and not os.path.exists(log): time.sleep(0.001)
            first.send_signal(signal.SIGSTOP)
            second = subprocess.run(run, stderr=subprocess.PIPE, text=True)
            first.send_signal(signal.SIGCONT)
            print(second.returncode, "another run is writing" in second.stderr, first.wait())
            """, arguments: [place.unfinished] + place.command("keyset-batches", "batch=1"))
        #expect(answer == "74 True 0\n")
        #expect(try place.disagreement() == nil)
    }
}

@Suite("Migrations that can't run")
struct RefusedTests {
    @Test(
        "A broken, foreign or missing input is named, and nothing is created",
        arguments: BarcodeMigration().strategies.map(\.name))
    func input(strategy: String) async throws {
        for wreck in [Data("no database, but text that is long enough for one".utf8), nil] {
            let place = try Workplace(tickets: 10)
            try FileManager.default.removeItem(atPath: place.input)
            try wreck?.write(to: URL(filePath: place.input))
            let error = await #expect(throws: WorkerError.self) {
                try await place.migrate(strategy)
            }
            #expect(error?.code == (wreck == nil ? .inputMissing : .badSetting))
            #expect(error?.message.contains(place.input) == true)
            #expect(try place.copies().isEmpty)
        }
    }

    @Test("An existing file that isn't a copy of the input is refused and unchanged")
    func foreignOutput() async throws {
        let place = try Workplace(tickets: 10)
        let other = try Workplace(tickets: 11)
        try FileManager.default.copyItem(atPath: other.input, toPath: place.output)
        let before = try Data(contentsOf: URL(filePath: place.output))
        let error = await #expect(throws: WorkerError.self) {
            try await place.migrate("keyset-batches")
        }
        #expect(error?.code == .badSetting)
        #expect(try Data(contentsOf: URL(filePath: place.output)) == before)
    }

    @Test(
        "A foreign folder with the unfinished copy's name is refused, and so is a link",
        arguments: [true, false])
    func foreignFolder(isLink: Bool) async throws {
        let place = try Workplace(tickets: 10)
        let other = try TemporaryDirectory()
        try other.write("precious", to: "data")
        let folder = place.output + ".unfinished"
        if isLink {
            try FileManager.default.createSymbolicLink(
                atPath: folder, withDestinationPath: other.path)
        } else {
            try Data("notes".utf8).write(to: URL(filePath: folder))
        }
        let error = await #expect(throws: WorkerError.self) {
            try await place.migrate("keyset-batches")
        }
        #expect(error?.code == .badSetting)
        #expect(try String(contentsOfFile: other.path("data"), encoding: .utf8) == "precious")
        #expect(try place.copies() == ["migrated.sqlite.unfinished"])
    }

    @Test("The input itself is refused as output")
    func sameFile() async throws {
        let place = try Workplace(tickets: 10)
        try FileManager.default.linkItem(atPath: place.input, toPath: place.output)
        let before = try Data(contentsOf: URL(filePath: place.input))
        let error = await #expect(throws: WorkerError.self) {
            try await place.migrate("keyset-batches")
        }
        #expect(error?.code == .badSetting)
        #expect(try Data(contentsOf: URL(filePath: place.input)) == before)
    }

    @Test("A log left by a lost copy isn't applied to the new copy")
    func leftLog() async throws {
        let place = try Workplace(tickets: 10)
        try FileManager.default.copyItem(atPath: place.input, toPath: place.output)
        // Python leaves the log: it ends without closing the connection.
        _ = try await Command.run([
            "python3", "-c",
            """
            import os, sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("UPDATE tickets SET holder = 'nobody'")
            database.commit()
            os._exit(0)
            """, place.output,
        ])
        #expect(try place.copies().contains("migrated.sqlite-wal"))
        try FileManager.default.removeItem(atPath: place.output)
        try await place.migrate("keyset-batches")
        #expect(try place.disagreement() == nil)
    }

    @Test("The copy includes another program's commits that are still in the log")
    func log() async throws {
        let place = try Workplace(tickets: 10)
        _ = try await place.sql("PRAGMA journal_mode = WAL", on: place.input)
        let answer = try await Python.run(
            """
            import sqlite3, subprocess, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("UPDATE tickets SET holder = 'in the log'")
            run = subprocess.run(sys.argv[2:], stderr=subprocess.PIPE, text=True)
            print(run.returncode, run.stderr, end="")
            """, arguments: [place.input] + place.command("keyset-batches"))
        #expect(answer == "0 ")
        let count = try await place.sql(
            "SELECT count(*) FROM tickets WHERE holder = 'in the log' AND length(barcode) = 8",
            on: place.output)
        #expect(count == "10\n")
    }

    @Test("A WAL-mode database that isn't open is copied whole, and gets no log")
    func idleLog() async throws {
        let place = try Workplace(tickets: 5_000)
        _ = try await place.sql("PRAGMA journal_mode = WAL", on: place.input)
        try await place.migrate("keyset-batches")
        #expect(try place.disagreement() == nil)
        #expect(try place.copies() == ["migrated.sqlite"])
        let folder = URL(filePath: place.input).deletingLastPathComponent().path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.sorted() == ["manifest.json", "tickets.sqlite"])
    }

    @Test(
        "A table whose ids don't rise is reported as damaged, not migrated forever")
    func fallingIDs() async throws {
        let place = try Workplace(tickets: 2_500)
        let whole = try Data(contentsOf: URL(filePath: place.input))
        try #require(withPagesExchanged(whole)).write(to: URL(filePath: place.input))
        let error = await #expect(throws: WorkerError.self) {
            try await place.migrate("keyset-batches", batch: 1_000)
        }
        #expect(error?.code == .badSetting)
        #expect(error?.message.contains("is damaged: in the order of ids, ticket") == true)
    }

    @Test(
        "A disk too small for the copy ends with status 74 and one sentence; nothing is left",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"),
        arguments: ["DELETE", "WAL"])
    func fullDisk(journal: String) async throws {
        let place = try Workplace(tickets: 20_000)
        _ = try await place.sql("PRAGMA journal_mode = \(journal)", on: place.input)
        try await SmallDisk.with(kibibytes: 512) { disk in
            var command = try place.command("keyset-batches")
            command[command.endIndex - 1] = "\(disk)/migrated"
            let result = try await Command.run(command)
            #expect(result.status == 74)
            #expect(
                result.standardError
                    == "membudget-worker: cannot write '\(disk)/migrated':"
                    + " No space left on device\n")
            let left = try FileManager.default.contentsOfDirectory(atPath: disk)
            #expect(left.isEmpty)
        }
    }

    @Test(
        "A disk too small for the log ends with status 74; with room, the same command continues",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
    func fullLog() async throws {
        let place = try Workplace(tickets: 20_000)
        let size = try Data(contentsOf: URL(filePath: place.input)).count
        try await SmallDisk.with(kibibytes: (size >> 10) + 600) { disk in
            var command = try place.command("keyset-batches")
            command[command.endIndex - 1] = "\(disk)/migrated"
            let result = try await Command.run(command)
            #expect(result.status == 74, "\(result)")
            #expect(result.standardError.contains("cannot migrate database '\(disk)/migrated'"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: disk)
                    == ["migrated.unfinished"])
            try SmallDisk.resize(disk, kibibytes: 16 << 10)
            let next = try await Command.run(command)
            #expect(next.status == 0, "\(next)")
            try FileManager.default.copyItem(atPath: "\(disk)/migrated", toPath: place.output)
        }
        #expect(try place.disagreement() == nil)
    }
}
