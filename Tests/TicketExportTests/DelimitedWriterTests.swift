import Foundation
import PipelineKit
import TestSupport
import Testing

@testable import TicketExport

@Suite("Writing an export")
struct DelimitedWriterTests {
    private let directory: TemporaryDirectory
    private let output: String

    init() throws {
        directory = try TemporaryDirectory()
        output = directory.path("tickets.csv")
    }

    @Test("Fields are quoted where RFC 4180 requires it, and nowhere else")
    func quoting() throws {
        let row: [Field] = [
            .text("a b"), .text("x,y"), .text("say \"hi\""), .text("two\nlines"), .text("\r"),
            .text("tab\there"), .null, .text("naïve, \"œuvre\""), .text("!#$%&'()*+"),
        ]
        try export([row], to: output)
        #expect(
            try text(of: output) == """
                id,number,barcode,event,holder,seat,price_cents,status,sold_at
                a b,"x,y","say ""hi\""","two
                lines","\r",tab\there,,"naïve, ""œuvre\""",!#$%&'()*+

                """)
    }

    @Test("In TSV a tab needs quotes, and a comma doesn't")
    func tabs() throws {
        let rows: [[Field]] = [[.text("x,y"), .text("tab\there")]]
        try export(rows, query: .numbers, format: .tsv, to: output)
        #expect(try text(of: output) == "number\tbarcode\nx,y\t\"tab\there\"\n")
    }

    @Test("A text file has one value per line and no header")
    func lines() throws {
        let rows: [[Field]] = [[.text("00012345")], [.text("a,\"b\"")]]
        try export(rows, query: .barcodes, format: .txt, to: output)
        #expect(try text(of: output) == "00012345\na,\"b\"\n")
    }

    @Test("An empty value alone in its line is two quotes, not a blank line")
    func onlyEmpty() async throws {
        let rows: [[Field]] = [[.text("")], [.text("x")], [.null], [.text(" ")]]
        for format in [ExportFormat.csv, .tsv] {
            try export(rows, query: .barcodes, format: format, to: output)
            #expect(try text(of: output) == "barcode\n\"\"\nx\n\"\"\n \n")
            let file = ExportedFile(path: output, format: format, query: .barcodes)
            #expect(try file.digest() == rowDigest(of: rows))
            let answer = try await Python.run(
                "import csv, sys; print(list(csv.reader(open(sys.argv[1], newline=''))))",
                arguments: [output])
            #expect(answer == "[['barcode'], [''], ['x'], [''], [' ']]\n")
        }
        // A text file has lines and no quotes.
        try export(rows, query: .barcodes, format: .txt, to: output)
        #expect(try text(of: output) == "\nx\n\n \n")
        // Next to another field it needs no quotes.
        try export([[.text(""), .null]], query: .numbers, to: output)
        #expect(try text(of: output) == "number,barcode\n,\n")
    }

    @Test("A line end is rejected in a text file, which can't hold it", arguments: ["\n", "\r"])
    func lineEnds(end: String) throws {
        for length in [3, 30, 20_000] {
            let value = String(repeating: "x", count: length) + end
            let error = #expect(throws: WorkerError.self) {
                try export([[.text(value)]], query: .barcodes, format: .txt, to: output)
            }
            #expect(error?.code == .badSetting)
            #expect(try names(in: directory.path).isEmpty)
        }
    }

    @Test("Whole numbers are written in their shortest decimal form")
    func integers() throws {
        let numbers: [Int64] = [
            0, 1, 9, 10, 99, 100, 999_999_999_999, .max, .min, -1, -10, 1_000_000_000_000_000_000,
        ]
        try export(
            numbers.map { [.integer($0), .null] }, query: .numbers, to: output)
        let lines = try text(of: output).split(separator: "\n").dropFirst()
        #expect(lines.map(String.init) == numbers.map { "\($0)," })
    }

    @Test("A field of any length, with a special byte anywhere in it, is written whole")
    func lengths() throws {
        var rows: [[Field]] = []
        for length in 0...40 {
            let plain = String(repeating: "é", count: length / 2) + (length % 2 == 0 ? "" : "-")
            rows.append([.text(plain), .text("\(length)")])
            for place in 0..<length {
                for mark in [",", "\"", " ", "\n"] {
                    let head = String(repeating: "m", count: place)
                    let tail = String(repeating: "n", count: length - place - 1)
                    rows.append([.text(head + mark + tail), .text("\(length)")])
                }
            }
        }
        try export(rows, query: .numbers, to: output)
        let file = ExportedFile(path: output, format: .csv, query: .numbers)
        #expect(try file.digest() == rowDigest(of: rows))
    }

    @Test("A field longer than the buffer is written whole")
    func longFields() throws {
        let limit = DelimitedWriter.wholeFieldByteCountMax
        var rows: [[Field]] = []
        for length in [limit - 1, limit, limit + 1, DelimitedWriter.bufferByteCount * 3 + 7] {
            let plain = String(repeating: "p", count: length)
            rows.append([.text(plain), .text("short")])
            rows.append([.text("short"), .text(plain)])
            rows.append([.text(plain + "\""), .text(String(repeating: "\"", count: length))])
        }
        try export(rows, query: .numbers, to: output)
        let file = ExportedFile(path: output, format: .csv, query: .numbers)
        #expect(try file.digest() == rowDigest(of: rows))
    }

    @Test(
        "Python's csv reads random tables as they were written",
        arguments: [ExportFormat.csv, .tsv])
    func python(format: ExportFormat) async throws {
        let pieces = [
            "a", "Ünal", " ", ",", "\t", "\"", "\n", "\r\n", "'", "\\", "longer than a word",
        ]
        var generator = SystemRandomNumberGenerator()
        let rows = (0..<2_000).map { _ in
            (0..<9).map { _ in
                let count = Int.random(in: 0...5, using: &generator)
                return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
                    .joined()
            }
        }
        try export(rows.map { $0.map { .text($0) } }, format: format, to: output)
        let json = directory.path("rows.json")
        try JSONEncoder().encode(rows).write(to: URL(filePath: json))
        let answer = try await Python.run(
            """
            import csv, json, sys
            dialect = "excel-tab" if sys.argv[3] == "tsv" else "excel"
            with open(sys.argv[1], newline="", encoding="utf-8") as file:
                found = list(csv.reader(file, dialect=dialect))
            wanted = json.load(open(sys.argv[2]))
            print(found[0] == "id number barcode event holder seat price_cents status sold_at".split())
            print(found[1:] == wanted)
            """, arguments: [output, json, format.rawValue])
        #expect(answer == "True\nTrue\n")
    }
}

@Suite("The file of an export")
struct ExportFileTests {
    private let directory: TemporaryDirectory
    private let output: String

    init() throws {
        directory = try TemporaryDirectory()
        output = directory.path("tickets.csv")
    }

    private let row: [Field] = [.text("0000000001"), .text("12345678")]

    @Test("An export without rows creates no file, even if the format has a header")
    func empty() throws {
        let context = try export([], to: output)
        #expect(try names(in: directory.path).isEmpty)
        #expect(context.progress.unitsDone == 0)
    }

    @Test("An unfinished export leaves nothing")
    func abandoned() throws {
        do {
            let context = try context(output: output)
            var writer = try DelimitedWriter(
                context, selection: TicketSelection(query: .numbers), format: .csv)
            for _ in 0..<20_000 {
                try writer.addField("0000000001")
                try writer.addField("12345678")
                _ = writer.endRow()
            }
            let names = try names(in: directory.path)
            #expect(names.count == 1 && names[0].hasPrefix(".tickets.csv.part."))
        }
        #expect(try names(in: directory.path).isEmpty)
    }

    @Test("The next run removes the unfinished file of a killed run")
    func leftover() throws {
        let folder = directory.path(".tickets.csv.part.a1B2c3")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        for name in ["data", "lock"] {
            try directory.write("old", to: ".tickets.csv.part.a1B2c3/\(name)")
        }
        try export([row], query: .numbers, to: output)
        #expect(try names(in: directory.path) == ["tickets.csv"])
        #expect(try text(of: output) == "number,barcode\n0000000001,12345678\n")
    }

    @Test("Two exports to one output don't mix, and a published file is replaced whole")
    func concurrent() throws {
        let first = try ExportFile(at: output)
        let second = try ExportFile(at: output)
        func write(_ text: String, to file: ExportFile) throws {
            try Array(text.utf8).withUnsafeBytes { try file.write($0) }
        }
        try write("the first, which began ", to: first)
        try write("the second", to: second)
        try second.publish()
        #expect(try text(of: output) == "the second")
        try write("before", to: first)
        try first.publish()
        #expect(try text(of: output) == "the first, which began before")
    }

    @Test("If no more rows are wanted, the export ends there and is complete")
    func early() throws {
        let context = try export(
            Array(repeating: row, count: 1_000), query: .numbers, to: output, demand: { $0 < 7 })
        #expect(try text(of: output).filter { $0 == "\n" }.count == 8)
        #expect(context.progress.unitsDone == 7)
    }

    @Test("A path that can't be written to is named, with the reason")
    func unwritable() throws {
        let error = #expect(throws: WorkerError.self) {
            try export([row], query: .numbers, to: directory.path("no/tickets.csv"))
        }
        #expect(error?.code == .io)
        #expect(error?.description.hasSuffix("No such file or directory") == true)
    }

    @Test(
        "A disk that fills up is named, and nothing half-written stays",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
    func fullDisk() async throws {
        try await SmallDisk.with(kibibytes: 512) { disk in
            let error = #expect(throws: WorkerError.self) {
                try export(
                    Array(repeating: row, count: 50_000), query: .numbers, to: "\(disk)/tickets")
            }
            #expect(error?.code == .io)
            #expect(
                error?.description
                    == "cannot write '\(disk)/tickets': No space left on device")
            let left = try names(in: disk)
            #expect(left.isEmpty)
        }
    }
}
