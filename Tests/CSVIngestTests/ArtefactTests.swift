import Foundation
import GRDB
import MemoryBudget
import PipelineKit
import Testing

@testable import CSVIngest

@Suite("The database of a run")
struct ArtefactTests {
    private let scratch: Scratch
    private let input: String
    private let output: String

    init() throws {
        scratch = try Scratch()
        let rows = (1...2000).map { "\($0),some text that takes a little room \($0)" }
        input = try scratch.write(Array(("k,v\n" + rows.joined(separator: "\n")).utf8))
        output = scratch.path("out.db")
    }

    private func run(_ strategy: String = "streamed") async throws {
        _ = try await Worker([CSVIngest()]).perform(
            [
                "run", "--pipeline=csv-ingest", "--strategy=\(strategy)", "--dataset-kind=csv",
                "--input=\(input)", "--output=\(output)",
            ], progress: .unwatched())
    }

    private func verify() throws -> VerifiedOutcome {
        try CSVIngest().verify(artefact(input: input, output: output, datasetKind: "csv"))
    }

    @Test("The result is a single file, and reading it leaves nothing behind")
    func alone() async throws {
        for strategy in StrategyTests.strategies {
            try await run(strategy)
            #expect(try verify().rows == 2000)
            let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
            #expect(names.sorted() == ["input.csv", "out.db"])
            try FileManager.default.removeItem(atPath: output)
        }
    }

    @Test("A changed value, a lost row or another type changes the digest")
    func tampering() async throws {
        let changes = [
            "UPDATE input SET v = v || 'x' WHERE k = '77'", "DELETE FROM input WHERE k = '77'",
            "UPDATE input SET k = NULL WHERE k = '77'",
            "UPDATE input SET v = CAST(v AS BLOB) WHERE k = '77'",
            "UPDATE input SET k = v, v = k WHERE k = '77'",
        ]
        for change in changes {
            try await run()
            let whole = try verify()
            let queue = try DatabaseQueue(path: output)
            try await queue.write { try $0.execute(sql: change) }
            try await queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try queue.close()
            #expect(try verify().digest != whole.digest, "\(change)")
            try FileManager.default.removeItem(atPath: output)
        }
    }

    @Test("A broken, cut, foreign or missing database is an error, not a result")
    func broken() async throws {
        try await run()
        let whole = try Data(contentsOf: URL(filePath: output))
        var scribbled = whole
        // The second page: the first has free space that is never read.
        scribbled.replaceSubrange(16384..<32768, with: Data(repeating: 0x5A, count: 16384))
        let wrecks = [
            scribbled, whole.prefix(whole.count / 2), Data("no database at all, but text".utf8),
            Data(),
        ]
        for wreck in wrecks {
            try wreck.write(to: URL(filePath: output))
            let error = #expect(throws: WorkerError.self) { try verify() }
            #expect(error?.code == .io)
        }
        try FileManager.default.removeItem(atPath: output)
        #expect(throws: WorkerError.self) { try verify() }
    }

    @Test("A table with other columns is not accepted as the result")
    func foreignTable() async throws {
        try await run()
        let other = try scratch.write(Array("k,w\n".utf8), to: "other.csv")
        let error = #expect(throws: WorkerError.self) {
            try CSVIngest().verify(artefact(input: other, output: output, datasetKind: "csv"))
        }
        #expect(error?.message.hasSuffix("table 'input' has no column 'w'") == true)
    }

    @Test("Another declared type, another column, and extra tables are detected")
    func otherLayout() async throws {
        let changes = [
            (
                ["ALTER TABLE input ADD COLUMN zz"],
                "table 'input' has column 'zz', which is unexpected"
            ),
            (["CREATE TABLE other (a)"], "it has table 'other', which is unexpected"),
            (["CREATE INDEX found ON input (k)"], "it has index 'found', which is unexpected"),
            (
                [
                    "CREATE TABLE t (k, v TEXT)", "INSERT INTO t SELECT * FROM input",
                    "DROP TABLE input", "ALTER TABLE t RENAME TO input",
                ], "table 'input' declares column 'k' as '', not 'TEXT'"
            ),
        ]
        for (statements, words) in changes {
            try await run()
            let queue = try DatabaseQueue(path: output)
            for statement in statements {
                try await queue.write { try $0.execute(sql: statement) }
            }
            try await queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try queue.close()
            let error = #expect(throws: WorkerError.self) { try verify() }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
            try FileManager.default.removeItem(atPath: output)
        }
    }

    @Test(
        "An existing output is neither modified nor replaced", arguments: StrategyTests.strategies)
    func present(strategy: String) async throws {
        let words = Data("somebody's notes".utf8)
        try words.write(to: URL(filePath: output))
        let error = await #expect(throws: WorkerError.self) { try await run(strategy) }
        #expect(error?.code == .badSetting)
        #expect(try Data(contentsOf: URL(filePath: output)) == words)
    }

    @Test(
        "An output in a missing folder is reported with the reason",
        arguments: StrategyTests.strategies)
    func unwritable(strategy: String) async throws {
        let error = await #expect(throws: WorkerError.self) {
            _ = try await Worker([CSVIngest()]).perform(
                [
                    "run", "--pipeline=csv-ingest", "--strategy=\(strategy)", "--dataset-kind=csv",
                    "--input=\(input)", "--output=\(scratch.path("no/out.db"))",
                ], progress: .unwatched())
        }
        #expect(error?.code == .io)
        #expect(error?.description.hasSuffix("out.db': No such file or directory") == true)
    }

    @Test(
        "Rejected rows that can't be written end the run with the reason",
        arguments: StrategyTests.strategies)
    func rejectionFailure(strategy: String) async throws {
        let rows = (1...2000).map { $0 % 700 == 0 ? "ragged" : "\($0),text" }
        _ = try scratch.write(Array(("k,v\n" + rows.joined(separator: "\n")).utf8))
        try FileManager.default.createDirectory(
            atPath: output + ".rejected.jsonl", withIntermediateDirectories: true)
        let error = await #expect(throws: WorkerError.self) { try await run(strategy) }
        #expect(error?.code == .io)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
        #expect(names.sorted() == ["input.csv", "out.db.rejected.jsonl"])
        #expect(error?.description.hasSuffix(".rejected.jsonl': File exists") == true)
    }

    @Test("A header that isn't valid SQL still names its columns")
    func strangeNames() async throws {
        let header = "select,\"a\"\"b\",x\u{0}y,é,[c],a b"
        let other = try scratch.write(Array("\(header)\n1,2,3,4,5,6\n".utf8), to: "strange.csv")
        _ = try await Worker([CSVIngest()]).perform(
            [
                "run", "--pipeline=csv-ingest", "--strategy=streamed", "--dataset-kind=csv",
                "--input=\(other)", "--output=\(output)",
            ], progress: .unwatched())
        let outcome = try CSVIngest().verify(
            artefact(input: other, output: output, datasetKind: "csv"))
        #expect(outcome.rows == 1)
    }
}
