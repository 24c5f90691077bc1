import Foundation
import GRDB
import MemoryBudget
import PipelineKit
import Testing

@testable import CSVIngest

@Suite("Headers of CSV files")
struct HeaderTests {
    private let scratch: Scratch
    private let worker = Worker([CSVIngest()])

    init() throws {
        scratch = try Scratch()
    }

    /// Runs a strategy and returns the table's column names.
    private func columns(_ strategy: String, _ bytes: [UInt8]) async throws -> [String] {
        let input = try scratch.write(bytes)
        let output = scratch.path("\(UUID().uuidString).db")
        _ = try await worker.perform(
            [
                "run", "--pipeline", "csv-ingest", "--strategy", strategy, "--dataset-kind", "csv",
                "--input", input, "--output", output,
            ], progress: .unwatched())
        _ = try CSVIngest().verify(artefact(input: input, output: output, datasetKind: "csv"))
        return try await DatabaseQueue(path: output).read {
            try $0.columns(in: "input").map(\.name)
        }
    }

    private func refusal(_ strategy: String, _ bytes: [UInt8]) async throws -> String {
        let error = await #expect(throws: WorkerError.self) {
            try await columns(strategy, bytes)
        }
        #expect(error?.code == .badSetting)
        return error?.message ?? ""
    }

    @Test(
        "Names that differ in non-ASCII letters, or only in bytes, stay separate",
        arguments: StrategyTests.strategies)
    func apart(strategy: String) async throws {
        // To SwiftCSV a quote with an accent is not a quote.
        let marked = strategy == "library" ? [] : ["q\"\u{301}"]
        let names = ["Ä", "ä", "É", "é", "e\u{301}", "a\"b"] + marked + ["a", "A"]
        let quoted = names.map {
            "\"\($0.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined())\""
        }
        let line = quoted.joined(separator: ",")
        let found = try await columns(strategy, Array("\(line)\n\(line)\n".utf8))
        let expected = names.dropLast() + ["A_2"]
        #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test("Names are unique regardless of ASCII case, and by bytes beyond ASCII")
    func unique() {
        #expect(
            TableSchema.uniqueNames(["Ä", "ä", "A", "a", "", "a_2"]) == [
                "Ä", "ä", "A", "a_2", "column_5", "a_2_2",
            ])
        #expect(TableSchema.uniqueNames(["é", "e\u{301}"]).map(\.utf8.count) == [2, 3])
    }

    @Test("Too many columns are rejected with their number, however many there are")
    func tooMany() async throws {
        for count in [2001, 4096, 4097, 9000] {
            let header = (1...count).map { "c\($0)" }.joined(separator: ",")
            let message = try await refusal("streamed", Array("\(header)\n1\n".utf8))
            #expect(message.hasSuffix("has \(count) columns; SQLite's maximum is 2000"))
        }
    }

    @Test("A header that is not a complete record is reported with the reason")
    func broken() async throws {
        let long = try await refusal(
            "streamed", Array(repeating: UInt8(ascii: "x"), count: 2 << 20))
        #expect(long.hasSuffix("is longer than 1 MiB"))
        let open = try await refusal("streamed", Array("a\n".utf8.dropLast() + ",\"b\n1,2\n".utf8))
        #expect(open.hasSuffix("has a quote on line 1 that is never closed"))
    }

    @Test(
        "A file that is not UTF-8 is rejected with the likely format",
        arguments: StrategyTests.strategies)
    func foreign(strategy: String) async throws {
        let text = "id,name\n1,Ann\n"
        let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let swapped = text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let cases: [(bytes: [UInt8], words: String)] = [
            ([0xFF, 0xFE] + wide, "UTF-16"), ([0xFE, 0xFF] + swapped, "UTF-16"),
            (wide, "UTF-16"), (swapped, "UTF-16"),
            ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "gzip"),
            (Array("PK\u{3}\u{4}\u{14}\0\u{6}\0".utf8), "ZIP"),
            ([0x28, 0xB5, 0x2F, 0xFD, 4, 0x58, 0x71, 0], "Zstandard"),
            (Array("Gr".utf8) + [0xF6] + Array("e,b\n1,2\n".utf8), "Windows-1252"),
        ]
        for (bytes, words) in cases {
            #expect(try await refusal(strategy, bytes).contains(words), "\(words)")
        }
    }

    @Test("Text with a few odd bytes is not mistaken for another format")
    func ordinary() async throws {
        for text in ["a\0,b\0\n1,2\n", "PK,b\n1,2\n", "\u{FEFF}a,b\n1,2\n", "\n\na,b\n"] {
            #expect(try await columns("streamed", Array(text.utf8)).count == 2, "\(text)")
        }
    }
}
