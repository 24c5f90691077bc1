import Foundation
import GRDB
import MemoryBudget
import PipelineKit
import Testing

@testable import CSVIngest

@Suite("Ingesting CSV")
struct StrategyTests {
    static let strategies = CSVIngest().strategies.map(\.name)

    private let scratch: Scratch
    private let worker = Worker([CSVIngest()])

    init() throws {
        scratch = try Scratch()
    }

    private struct Finding {
        var outcome: VerifiedOutcome
        var failedCount: Int
        var doneCount: Int
        var lines: [Int]
        var database: String
    }

    private func run(
        _ strategy: String, _ input: String, kind: String = "csv", batch: Int = 3
    ) async throws -> Finding {
        let output = scratch.path("\(UUID().uuidString).db")
        let progress = TrialProgress.unwatched()
        _ = try await worker.perform(
            [
                "run", "--pipeline", "csv-ingest", "--strategy", strategy, "--dataset-kind", kind,
                "--input", input, "--output", output, "--set", "batch=\(batch)",
            ], progress: progress)
        return Finding(
            outcome: try verify(input, output, kind: kind), failedCount: progress.unitsRejected,
            doneCount: progress.unitsDone, lines: try rejectedLines(output), database: output)
    }

    private func verify(_ input: String, _ output: String, kind: String) throws -> VerifiedOutcome {
        try CSVIngest().verify(artefact(input: input, output: output, datasetKind: kind))
    }

    private func rejectedLines(_ output: String) throws -> [Int] {
        guard let data = FileManager.default.contents(atPath: output + ".rejected.jsonl") else {
            return []
        }
        return try data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            return object?["line"] as? Int
        }
    }

    @Test("Every strategy reads a file of corner cases the same way", arguments: strategies)
    func nasty(strategy: String) async throws {
        let isLibrary = strategy == "library"
        var text = "\u{FEFF}a,A,\"\"\r\n"
        var rows: [[String]] = []
        for number in 1...200 {
            text += "00\(number),\"x, \"\"y\"\"\nz\",\"\"\r\n\r\nragged,\(number)\n"
            text += "plain,\"\",é😀\n"
            rows += [["00\(number)", "x, \"y\"\nz", ""], ["plain", "", "é😀"]]
        }
        text += "1,2,3,4\nn\u{0}ul,\u{0},t\u{0}\n"
        rows.append(["n\u{0}ul", "\u{0}", "t\u{0}"])
        if !isLibrary {
            text += " spaced ,a\"b,c\"d\r\"q\"tail,,\r"
            rows += [[" spaced ", "a\"b", "c\"d"], ["qtail", "", ""]]
        }
        text += "end,,"
        rows.append(["end", "", ""])
        let finding = try await run(strategy, scratch.write(Array(text.utf8)))
        #expect(finding.outcome == expectation(rows))
        #expect(finding.failedCount == 201)
        #expect(finding.doneCount == rows.count)
        #expect(finding.lines.count == 100)
        #expect(finding.lines.prefix(3) == (isLibrary ? [3, 6, 9] : [5, 10, 15]))
        let names = try await DatabaseQueue(path: finding.database).read {
            try $0.columns(in: "input").map(\.name)
        }
        #expect(names == ["a", "A_2", "column_3"])
    }

    @Test("Every strategy rejects damaged or truncated rows", arguments: strategies)
    func damaged(strategy: String) async throws {
        let bytes =
            Array("a,b\n\u{FFFD},ok\nx,".utf8) + [0xC3, 0x28] + Array("\ny,z\n\"open,\n".utf8)
        let input = try scratch.write(bytes)
        guard strategy != "library" else {
            let error = await #expect(throws: WorkerError.self) {
                try await run(strategy, input)
            }
            #expect(error?.code == .badSetting)
            return
        }
        let finding = try await run(strategy, input)
        #expect(finding.outcome == expectation([["\u{FFFD}", "ok"], ["y", "z"]]))
        #expect(finding.failedCount == 2)
        #expect(finding.lines == [3, 5])
    }

    @Test("Every strategy stores the feed's rows with their types", arguments: strategies)
    func products(strategy: String) async throws {
        let header = TableSchema.products.columns.map(\.name).joined(separator: ",")
        let good = [
            ["1", "007", "1e5", "c", "0.10", "0", "2024-02-29", "2025-01-01", ""],
            [
                "9223372036854775807", "s", "n", "0x1", "999999999.99", "2147483647",
                "2024-02-29", "2025-01-01", "d, \"e\"",
            ],
        ]
        let bad = [
            "0,s,n,c,1.00,1,2024-01-01,2024-01-01,d", "2,,n,c,1.00,1,2024-01-01,2024-01-01,d",
            "3,s,n,c,1.0,1,2024-01-01,2024-01-01,d", "4,s,n,c,1.00,-1,2024-01-01,2024-01-01,d",
            "5,s,n,c,1.00,1,2023-02-29,2024-01-01,d", "6,s,n,c,1.00,1,2024-01-01,2024-01-01",
        ]
        let quoted = good.map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
        }
        let text = ([header] + bad + quoted).joined(separator: "\n")
        let finding = try await run(strategy, scratch.write(Array(text.utf8)), kind: "csv-rows")
        #expect(finding.outcome == expectation(good, table: .products))
        #expect(finding.failedCount == bad.count)
        #expect(finding.lines == Array(2...7))
        let types = try await DatabaseQueue(path: finding.database).read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT DISTINCT typeof(id) || typeof(sku) || typeof(name) || typeof(price)
                        || typeof(stock) || typeof(description) FROM products
                    """)
        }
        #expect(types == ["integertexttextrealintegertext"])
    }

    @Test("A header alone gives an empty table", arguments: strategies)
    func headerOnly(strategy: String) async throws {
        let finding = try await run(strategy, scratch.write(Array("a,b\n".utf8)))
        #expect(finding.outcome == expectation([]))
        #expect(finding.failedCount == 0)
    }

    @Test("Rows are the same for any batch size, also at the edges of chunks and statements")
    func batches() async throws {
        // Four chunks of text.
        let rows = (1...20_000).map { ["\($0)", String(repeating: "v\($0 % 97)", count: $0 % 40)] }
        let text = "k,v\n" + rows.map { $0.joined(separator: ",") }.joined(separator: "\n")
        let input = try scratch.write(Array(text.utf8))
        for batch in [7, 63, 64, 65, 19_999, 20_000, 100_000] {
            let finding = try await run("streamed", input, batch: batch)
            #expect(finding.outcome == expectation(rows), "batch \(batch)")
            #expect(finding.doneCount == rows.count)
        }
    }

    @Test("Two thousand columns are a table, one more is rejected with the number")
    func wide() async throws {
        let wide = (1...2000).map { "c\($0)" }
        let text = Array("\(wide.joined(separator: ","))\n\(wide.joined(separator: ","))\n".utf8)
        for strategy in Self.strategies {
            #expect(try await run(strategy, scratch.write(text)).outcome == expectation([wide]))
        }
        let wider = try scratch.write(Array((wide + ["x"]).joined(separator: ",").utf8))
        let error = await #expect(throws: WorkerError.self) { try await run("streamed", wider) }
        #expect(error?.message.contains("has 2001 columns") == true)
    }

    @Test("An input with no header, or with one other than the feed's, is rejected")
    func headers() async throws {
        let empty = try scratch.write([], to: "empty.csv")
        let missing = await #expect(throws: WorkerError.self) { try await run("streamed", empty) }
        #expect(missing?.message.hasSuffix("is empty; it needs a header") == true)
        let other = try scratch.write(Array("id,price\n".utf8), to: "other.csv")
        let foreign = await #expect(throws: WorkerError.self) {
            try await run("streamed", other, kind: "csv-rows")
        }
        #expect(foreign?.code == .badSetting)
        let none = await #expect(throws: WorkerError.self) {
            try await run("streamed", scratch.path("none.csv"))
        }
        #expect(none?.code == .inputMissing)
    }
}
