import Foundation
import MemoryBudget
import PipelineKit
import Testing

@testable import CSVIngest

@Suite("Remarks on stored records")
struct RemarkTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private struct Line: Decodable {
        var line: Int
        var reason: String
        var kept: Bool?
    }

    private struct Finding {
        var storedCount: Int
        var rejectedCount: Int
        var lines: [Line]
    }

    private func run(_ strategy: String, _ text: String) async throws -> Finding {
        let input = try scratch.write(Array(text.utf8))
        let output = scratch.path("\(UUID().uuidString).db")
        let progress = TrialProgress.unwatched()
        _ = try await Worker([CSVIngest()]).perform(
            [
                "run", "--pipeline", "csv-ingest", "--strategy", strategy, "--dataset-kind", "csv",
                "--input", input, "--output", output,
            ], progress: progress)
        let list = FileManager.default.contents(atPath: output + ".rejected.jsonl") ?? Data()
        return Finding(
            storedCount: progress.unitsDone, rejectedCount: progress.unitsRejected,
            lines: try list.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(Line.self, from: $0)
            })
    }

    private func file(lineCount: Int) -> String {
        let swallowed = String(repeating: "1,2\n", count: lineCount - 2)
        return "a,b\nx,\"two\nlines\"\n7,\"opens\n\(swallowed)closes\"\n8,9\n"
    }

    @Test(
        "A record of over a hundred lines is stored, with a remark on where its quote opens",
        arguments: StrategyTests.strategies)
    func manyLines(strategy: String) async throws {
        let finding = try await run(strategy, file(lineCount: 895))
        #expect(finding.storedCount == 3 && finding.rejectedCount == 0)
        #expect(finding.lines.map(\.kept) == [true])
        let remark = try #require(finding.lines.first)
        #expect(remark.reason.hasPrefix("the record spans 894 line breaks: a quote opens "))
        // The library counts records, including the header.
        #expect(remark.line == (strategy == "library" ? 3 : 4))
        if strategy != "library" {
            #expect(remark.reason.hasSuffix("on line 4, and the record ends on line 898"))
        }
    }

    @Test(
        "A record of a hundred lines gets no remark", arguments: StrategyTests.strategies)
    func fewLines(strategy: String) async throws {
        #expect(try await run(strategy, file(lineCount: 100)).lines.isEmpty)
        #expect(try await run(strategy, file(lineCount: 101)).lines.count == 1)
    }

    @Test(
        "A rejected record reports where its quote opens, and that it has many lines",
        arguments: ["streamed", "row-by-row", "unbounded-stream", "load-all"])
    func rejected(strategy: String) async throws {
        let many = String(repeating: "1,2\n", count: 200)
        let ragged = try await run(strategy, "a,b\n\"x\n\(many)\"\n3,4\n")
        #expect(ragged.storedCount == 1 && ragged.rejectedCount == 1)
        #expect(
            ragged.lines.map(\.reason) == [
                "1 fields, expected 2; the record spans 201 line breaks: a quote opens on line 2,"
                    + " and the record ends on line 203"
            ])
        let open = try await run(strategy, "a,b\n1,2\n\"x\ny\",\"z\n3,4\n")
        #expect(open.lines.map(\.reason) == ["the file ends within quotes that open on line 4"])
        #expect(open.lines.map(\.line) == [3])
        #expect(open.lines.map(\.kept) == [nil])
    }

    @Test("Only a few of many remarks are reported")
    func bounded() async throws {
        let long = "1,\"" + String(repeating: "\n", count: 150) + "\"\n"
        let finding = try await run("streamed", "a,b\n" + String(repeating: long, count: 20))
        #expect(finding.storedCount == 20)
        #expect(finding.lines.count == RejectedUnits.remarkCountMax)
    }

    @Test(
        "A single column that contains every semicolon or tab gets a remark",
        arguments: StrategyTests.strategies, [";", "\t"])
    func otherDelimiter(strategy: String, delimiter: String) async throws {
        let text = "id,name\n1,Ann\n".replacing(",", with: delimiter)
        let finding = try await run(strategy, text)
        #expect(finding.storedCount == 1 && finding.rejectedCount == 0)
        #expect(finding.lines.map(\.line) == [1])
        #expect(
            finding.lines.first?.reason.contains(delimiter == ";" ? "semicolon" : "tab") == true)
        #expect(try await run(strategy, "name\n1;2\n").lines.isEmpty)
    }
}
