import Foundation
import MemoryBudget
import Testing

@testable import Datasets

@Suite("The scan of a user's own CSV")
struct InputScanTests {
    static let corners: [(name: String, text: String)] = [
        ("plain", "a,b\n1,2\n"),
        ("no final newline", "a,b\n1,2"),
        ("mixed line ends", "a,b\r\n1,2\n3,4\r5,6\r\n\r7,8"),
        ("blank lines", "\n\r\n\ra,b\n\n\n1,2\r\n\r\n3,4\n\r\r"),
        ("byte order mark", "\u{FEFF}a,b\n1,2\n"),
        ("byte order mark and quotes", "\u{FEFF}\"a\",\"b\"\n1,2\n"),
        ("quotes", "a,b\n\"1\",\"x \"\"y\"\" z\"\n\"\"\"\",\"\"\n"),
        ("line ends in quotes", "a,b\n\"1\r\n2\",\"\n\r\"\n3,4\n"),
        ("quote inside an unquoted field", "a,b\nx\"y\",z\n \"1\",2\n"),
        ("text after a closing quote", "a,b\n\"1\"x\"y\",2\n\"1\" \"2\",3\n"),
        ("unterminated quote", "a,b\n1,2\n3,\"4\n5,6\n"),
        ("unterminated quote with doubled quotes", "a,b\n1,\"2\"\"\n"),
        ("closing quote at the end of the file", "a,b\n1,\"2\""),
        ("ragged", "a,b\n1\n1,2,3\n,\n\"\"\n"),
        ("one column", "a\n\"\"\nx\n\n"),
        ("empty and repeated names", ",a,A,,a_2,column_1\n1,2,3,4,5,6\n"),
        ("header only", "a,b\n"),
        ("empty", ""),
        ("blank lines only", "\n\r\n\n"),
        ("byte order mark only", "\u{FEFF}"),
        ("unterminated quote in the header", "a,\"b\n1,2\n"),
        ("non-ASCII", "ä,电缆\né,😀\n"),
    ]

    @Test("Python's csv agrees on every corner case")
    func corners() throws {
        try compare(Self.corners.map { ($0.name, Array($0.text.utf8)) })
    }

    @Test("Python's csv agrees on invalid UTF-8 of every kind")
    func invalidText() throws {
        let damaged: [[UInt8]] = [
            [0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x9F, 0x80],
            [0xED, 0xA0, 0x80], [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xC3, 0x22, 0x22, 0xA9], [0xC3, 0x2C, 0xA9],
            [0xEF, 0xBF, 0xBD],
            [0xF4, 0x8F, 0xBF, 0xBF], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
        ]
        let cases = damaged.map { Array("a,b\n1,x".utf8) + $0 + Array("\n3,4\n\"".utf8) + $0 }
        try compare(cases.map { ("\($0)", $0) })
        try compare([("header", Array("a,b".utf8) + [0xFF] + Array("\n1,2\n".utf8))])
    }

    @Test("Python's csv agrees on 600 random files")
    func fuzz() throws {
        let alphabet: [[UInt8]] =
            ["a", "b", ",", ",", "\"", "\"", "\n", "\n", "\r", "\r\n", " "]
            .map { Array($0.utf8) } + [[0xC3, 0xA9], [0xFF]]
        let cases = (0..<600).map { index in
            var random = RowRandom(seed: 7, row: index)
            var bytes = Array("a,b\n".utf8)
            for _ in 0..<random.next(below: 40) {
                bytes += alphabet[random.next(below: alphabet.count)]
            }
            return ("\(bytes)", bytes)
        }
        try compare(cases)
    }

    @Test(
        "A record of exactly 1 MiB is accepted, one byte more is rejected, and the next one accepted"
    )
    func longRecords() throws {
        let limit = RecordMachine.recordBytesMax
        let fits = "1," + String(repeating: "x", count: limit - 2)
        let quoted = "1,\"" + String(repeating: "\n", count: limit - 4) + "\""
        let commas = String(repeating: ",", count: limit + 5)
        let unterminated = "1,\"" + String(repeating: "y", count: 3 * limit)
        let text = ["a,b", fits, fits + "x", quoted, quoted + " ", commas, "1,2", unterminated]
            .joined(separator: "\r\n")
        let found = try compare([("long", Array(text.utf8))])
        #expect(found.first??.expected.rows == 3)
        #expect(found.first??.expected.rowsFailed == 4)
    }

    @Test("A line end split at the edge of the read buffer is one line end")
    func bufferEdges() throws {
        let cases = [-2, -1, 0, 1].map { shift in
            let filler = (1 << 18) + shift - "a,b\n1,".utf8.count
            return "a,b\n1,\(String(repeating: "x", count: filler))\r\n\"2\"\"\",é\r\n"
        }
        try compare(cases.map { ("\($0.utf8.count)", Array($0.utf8)) })
    }

    @Test("NUL is a byte like any other")
    func nul() throws {
        try withTemporaryDirectory { directory in
            let path = try write(Array("a,b\n\0,\0\n".utf8), to: "\(directory)/nul.csv")
            #expect(try InputScan.dataset(of: path).manifest.expected.rows == 1)
        }
    }

    @Test("The manifest names the file, its size and its columns")
    func manifest() throws {
        try withTemporaryDirectory { directory in
            let path = try write(Array("\u{FEFF}sku,name\n1,2\n3\n".utf8), to: "\(directory)/f.csv")
            var reports: [DatasetProgress] = []
            let dataset = try InputScan.dataset(of: path) { reports.append($0) }
            #expect(dataset.path == path)
            #expect(dataset.manifest.kind == "csv")
            #expect(dataset.manifest.bytes == 18)
            #expect(dataset.manifest.units == 2)
            #expect(dataset.manifest.columns == ["sku", "name"])
            #expect(reports.last?.stage == .scanning)
            #expect(reports.last?.bytesDone == reports.last?.bytesTotal)
        }
    }

    @Test("A missing file, a folder, a FIFO and an empty file are each reported in one sentence")
    func unusableInput() throws {
        try withTemporaryDirectory { directory in
            let empty = try write([], to: "\(directory)/empty.csv")
            _ = try run("mkfifo", ["\(directory)/fifo"])
            let expected = [
                ("\(directory)/none.csv", "there is no file '\(directory)/none.csv'"),
                (directory, "'\(directory)' is not a regular file; give the path of one file"),
                (
                    "\(directory)/fifo",
                    "'\(directory)/fifo' is not a regular file; give the path of one file"
                ),
                (
                    empty,
                    "'\(empty)' can't be used as CSV: it is empty; its first record must name the"
                        + " columns"
                ),
            ]
            for (path, message) in expected {
                let error = #expect(throws: DatasetError.self) { try InputScan.dataset(of: path) }
                #expect(error?.code == .invalidInput)
                #expect(error?.message == message)
                #expect(throws: DatasetError.self) {
                    try InputScan.headerOnly(of: path, to: "\(directory)/header.csv")
                }
            }
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/header.csv"))
        }
    }

    @Test(
        "A header-only file has the header's raw bytes",
        arguments: [
            ("a,b\n1,2\n", "a,b\n"), ("a,b", "a,b"), ("a,b\r\n1,2", "a,b\r\n"),
            ("a,b\r1,2", "a,b\r"), ("\u{FEFF}\n\"a\nx\",b\n1,2", "\u{FEFF}\n\"a\nx\",b\n"),
        ])
    func headerOnly(text: String, header: String) throws {
        try withTemporaryDirectory { directory in
            let path = try write(Array(text.utf8), to: "\(directory)/in.csv")
            let dataset = try InputScan.headerOnly(of: path, to: "\(directory)/header.csv")
            #expect(try contents(of: dataset.path) == Array(header.utf8))
            #expect(dataset.manifest.units == 0)
            #expect(
                try dataset.manifest.columns == InputScan.dataset(of: path).manifest.columns)
        }
    }

    @Test("A header longer than 1 MiB is refused")
    func longHeader() throws {
        try withTemporaryDirectory { directory in
            let text = String(repeating: "x", count: 3 << 20)
            let path = try write(Array(text.utf8), to: "\(directory)/in.csv")
            #expect(throws: DatasetError.self) { try InputScan.dataset(of: path) }
            #expect(throws: DatasetError.self) {
                try InputScan.headerOnly(of: path, to: "\(directory)/header.csv")
            }
        }
    }

    /// Scans files and checks every figure against Python's; nil stands for an unusable header.
    @discardableResult
    private func compare(_ cases: [(name: String, bytes: [UInt8])]) throws -> [DatasetManifest?] {
        try withTemporaryDirectory { directory in
            let paths = try cases.enumerated().map { index, item in
                try write(item.bytes, to: "\(directory)/\(index).csv")
            }
            let found = try PythonOracle.findings(kind: "csv", paths)
            try #require(found.count == cases.count)
            return zip(zip(cases, paths), found).map { input, finding in
                let manifest = try? InputScan.dataset(of: input.1).manifest
                let scanned = manifest.map {
                    PythonOracle.Finding(
                        columns: $0.columns, rows: $0.expected.rows,
                        failed: $0.expected.rowsFailed, digest: $0.expected.digest)
                }
                #expect(
                    scanned ?? PythonOracle.Finding(isUnusable: true) == finding,
                    "\(input.0.name)")
                return manifest
            }
        }
    }
}
