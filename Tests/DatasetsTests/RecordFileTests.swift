import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The first records of a user's own file")
struct RecordFileTests {
    /// Compares every prefix with the records that Python reads from the whole file.
    ///
    /// - Parameter cases: Texts of tables with commas.
    private func compare(_ cases: [(name: String, bytes: [UInt8])]) throws {
        try withTemporaryDirectory { directory in
            var names: [String] = []
            for (index, item) in cases.enumerated() {
                let path = try write(item.bytes, to: "\(directory)/\(index).csv")
                let file: RecordFile
                do {
                    file = try RecordFile(scanning: path, isCommaTable: true)
                } catch let error as DatasetError where error.code == .invalidInput {
                    continue
                }
                names.append("\(index) \(file.recordCount)")
                for count in 0...file.recordCount {
                    let folder = "\(directory)/\(index)-\(count)"
                    try FileManager.default.createDirectory(
                        atPath: folder, withIntermediateDirectories: true)
                    let manifest = try FirstRecords(of: file).generate(
                        .units(Scale(units: count)), into: folder, progress: { _ in })
                    #expect(manifest.units == count)
                }
            }
            try write(Array(names.joined(separator: "\n").utf8), to: "\(directory)/cases")
            #expect(try run("python3", ["-c", Self.oracle, directory]) == "")
        }
    }

    private static let oracle = """
        import csv, sys
        csv.field_size_limit(1 << 30)
        def rows(path):
            with open(path, encoding='utf-8-sig', errors='surrogateescape', newline='') as f:
                return [row for row in csv.reader(f) if row]
        folder = sys.argv[1]
        for line in open(folder + '/cases').read().split('\\n'):
            name, count = line.split()
            whole = rows(f'{folder}/{name}.csv')
            if len(whole) - 1 != int(count): print(name, 'has', len(whole) - 1, 'not', count)
            for n in range(int(count) + 1):
                if rows(f'{folder}/{name}-{n}/data.csv') != whole[:n + 1]: print(name, n)
        """

    @Test(
        "A quote that is not closed is refused with the position where it opens",
        arguments: [
            ("id,text\n1,a\n2,\"b\n3,c\n", "3:3"), ("\u{FEFF}\"id,text\n", "1:1"),
            ("é,\"a\"\"b\"\r\nü,\"x\"\"\r\ny", "2:3"), ("a\r\"", "2:1"),
            ("id\n\"a\nb\",\"c", "3:4"),
        ])
    func unclosedQuote(text: String, place: String) throws {
        try withTemporaryDirectory { directory in
            let path = try write(Array(text.utf8), to: "\(directory)/orders.csv")
            let error = #expect(throws: DatasetError.self) { try RecordFile(scanning: path) }
            #expect(error?.code == .invalidContent)
            #expect(error?.message.hasPrefix("\(path):\(place): the quote") == true, "\(error)")
            // A pipeline rejects the row.
            _ = try RecordFile(scanning: path, isCommaTable: true)
        }
    }

    @Test("Quotes within a field, and in lines, are text")
    func otherQuotes() throws {
        try withTemporaryDirectory { directory in
            let table = try write(Array("id\n5\" disk\n".utf8), to: "\(directory)/a.csv")
            #expect(try RecordFile(scanning: table).recordCount == 1)
            let lines = try write(Array("\"a\nb".utf8), to: "\(directory)/a.txt")
            #expect(try RecordFile(scanning: lines).recordCount == 2)
        }
    }

    @Test("Python's csv reads the same first records of every corner case")
    func corners() throws {
        try compare(InputScanTests.corners.map { ($0.name, Array($0.text.utf8)) })
    }

    @Test("Python's csv reads the same first records of 200 random files")
    func fuzz() throws {
        let alphabet = ["a", "b", ",", ",", "\"", "\"", "\n", "\n", "\r", "\r\n", " ", "é"]
        try compare(
            (0..<200).map { index in
                var random = RowRandom(seed: 11, row: index)
                let text = (0..<random.next(below: 40)).map { _ in
                    alphabet[random.next(below: alphabet.count)]
                }.joined()
                return ("\(index)", Array("a,b\n\(text)".utf8))
            })
    }

    @Test("Records at the edges of the read buffer are complete", arguments: [-2, -1, 0, 1, 2])
    func bufferEdges(shift: Int) throws {
        let filler = (1 << 18) + shift - "a,b\r\n1,".utf8.count
        let long = "a,b\r\n1,\(String(repeating: "x", count: filler))\r\n\"2\n\",é\r\n3,4\r\n"
        try compare([("row", Array(long.utf8))])
        let header = "a,\(String(repeating: "h", count: filler))\r\n1,2\r\n3,4\r\n"
        try compare([("header", Array(header.utf8))])
    }

    @Test("The scan for pipelines counts the same records")
    func sameAsScan() throws {
        try withTemporaryDirectory { directory in
            for (index, corner) in InputScanTests.corners.enumerated() {
                let path = try write(Array(corner.text.utf8), to: "\(directory)/\(index).csv")
                guard let scan = try? InputScan.dataset(of: path) else { continue }
                let file = try RecordFile(scanning: path, isCommaTable: true)
                #expect(file.recordCount == scan.manifest.units, "\(corner.name)")
                #expect(file.contentDigest == scan.manifest.contentDigest, "\(corner.name)")
            }
        }
    }

    /// Returns the text of the first `count` records of a file.
    private func first(
        _ count: Int, of text: String, as name: String, repeats: Bool = false
    ) throws -> String {
        try withTemporaryDirectory { directory in
            let path = try write(Array(text.utf8), to: "\(directory)/\(name)")
            let records = FirstRecords(of: try RecordFile(scanning: path), repeats: repeats)
            let manifest = try records.generate(
                .units(Scale(units: count)), into: directory, progress: { _ in })
            #expect(manifest.units == count && manifest.kind == "file")
            return String(
                decoding: try contents(of: "\(directory)/\(manifest.file)"), as: UTF8.self)
        }
    }

    @Test("Every format is divided according to its extension")
    func formats() throws {
        #expect(try first(1, of: "a;b\n\"1\n2\";3\n4;5\n", as: "x.csv") == "a;b\n\"1\n2\";3\n")
        #expect(try first(1, of: "a\tb\n\"1\n2\"\t3\n4\t5\n", as: "x.TSV") == "a\tb\n\"1\n2\"\t3\n")
        #expect(try first(2, of: "{}\n[1]\n{\"a\": 1}\n", as: "x.jsonl") == "{}\n[1]\n")
        #expect(try first(2, of: "\"a\nb\nc", as: "x.txt") == "\"a\nb\n")
        #expect(try first(3, of: "a\nb\nc", as: "x.log") == "a\nb\nc")
        #expect(try first(0, of: "a\nb\n", as: "x.ndjson") == "")
        #expect(try first(0, of: "\u{FEFF}a,b\n1,2\n", as: "x.csv") == "\u{FEFF}a,b\n")
    }

    @Test("Beyond the end of a file its records are repeated, but not its header")
    func repeats() throws {
        #expect(try first(5, of: "a\n1\n2", as: "x.csv", repeats: true) == "a\n1\n2\n1\n2\n1\n")
        #expect(
            try first(4, of: "a\r\n1\r\n2", as: "x.csv", repeats: true)
                == "a\r\n1\r\n2\r\n1\r\n2")
        #expect(try first(3, of: "x\ny\n", as: "x.txt", repeats: true) == "x\ny\nx\n")
    }

    @Test("For a scale beyond the file's end, the error has its number of records")
    func beyond() throws {
        try withTemporaryDirectory { directory in
            let path = try write(Array("a\n1\n2\n".utf8), to: "\(directory)/x.csv")
            let file = try RecordFile(scanning: path)
            let scales = [Scale(units: 2), Scale(units: 3), Scale(units: 1_000)]
            let error = #expect(throws: DatasetError.self) {
                try FirstRecords(of: file).check(scales)
            }
            #expect(error?.code == .beyondFile)
            #expect(error?.message.contains("has 2 records, too few for scales 3, 1k") == true)
            try FirstRecords(of: file, repeats: true).check(scales)
            let empty = try write(Array("a\n".utf8), to: "\(directory)/empty.csv")
            let none = FirstRecords(of: try RecordFile(scanning: empty), repeats: true)
            #expect(throws: DatasetError.self) { try none.check(scales) }
        }
    }

    @Test(
        "A file without records is refused with the remedy",
        arguments: [
            ("x.parquet", "PAR1", "a Parquet file"), ("x.xlsx", "PK\u{3}\u{4}", "ZIP archive"),
            ("x.csv", "\u{1F}\u{8B}", nil), ("x.json", "[\n1\n]\n", "one JSON document"),
            ("x.jsonl", "[\n{},\n{}\n]\n", "one JSON array"), ("x.csv", "a\0b\n", "binary data"),
            ("x.sqlite", "", "a database"), ("x.csv", "SQLite format 3\0", "an SQLite database"),
            ("noending", "a\n", ".csv, .jsonl"), ("x.dat", "a\n", ".csv, .jsonl"),
        ] as [(String, String, String?)])
    func refused(name: String, text: String, reason: String?) throws {
        try withTemporaryDirectory { directory in
            let bytes = reason == nil ? [0x1F, 0x8B, 8, 0] : Array(text.utf8)
            let path = try write(bytes, to: "\(directory)/\(name)")
            let error = #expect(throws: DatasetError.self) { try RecordFile(scanning: path) }
            #expect(error?.code == .notDivisible)
            let message = error?.message ?? ""
            #expect(message.contains(reason ?? "compressed"), "\(message)")
            #expect(message.contains("'files:'") && message.contains("'command:'"))
        }
    }

    @Test(
        "A missing file, a folder and an empty table are refused", arguments: [0, 1, 2])
    func unusable(which: Int) throws {
        try withTemporaryDirectory { directory in
            try write([], to: "\(directory)/empty.csv")
            let path = ["\(directory)/absent.csv", directory, "\(directory)/empty.csv"][which]
            let error = #expect(throws: DatasetError.self) { try RecordFile(scanning: path) }
            #expect(error?.code == .invalidInput)
        }
    }
}
