import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@testable import TicketExport

@Suite("Reading an export back")
struct ExportedFileTests {
    private let directory: TemporaryDirectory
    private let rows: [[Field]] = [
        [.text("1"), .text("a,b")], [.text("2"), .null], [.text("\"3\""), .text("x\ny")],
    ]

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func digest(_ text: String, format: ExportFormat = .csv) throws -> String {
        let path = try directory.write(text, to: "export")
        let query: TicketQuery = format == .txt ? .barcodes : .numbers
        return try ExportedFile(path: path, format: format, query: query).digest().hexadecimal
    }

    @Test("The digest is that of the rows, in any order")
    func order() throws {
        let right = rowDigest(of: rows).hexadecimal
        #expect(
            try digest("number,barcode\n1,\"a,b\"\n2,\n\"\"\"3\"\"\",\"x\ny\"\n") == right)
        #expect(
            try digest("number,barcode\n\"\"\"3\"\"\",\"x\ny\"\n2,\n1,\"a,b\"\n") == right)
        #expect(
            try digest("number\tbarcode\n1\ta,b\n2\t\n\"\"\"3\"\"\"\t\"x\ny\"\n", format: .tsv)
                == right)
        #expect(
            try digest("1,\"\n2\n", format: .txt)
                == rowDigest(of: [[.text("1,\"")], [.text("2")]]).hexadecimal)
    }

    @Test("A changed, lost, doubled or wrongly quoted field is detected")
    func tampering() throws {
        let right = rowDigest(of: rows).hexadecimal
        for text in [
            "1,\"a,b\"\n2,\n\"3\",\"x\ny\"\n", "1,\"a,b\"\n2,\n",
            "1,a,b\n2,\n\"\"\"3\"\"\",\"x\ny\"\n",
            "1,\"a,b\"\n2,\n2,\n\"\"\"3\"\"\",\"x\ny\"\n", "1,\"a,b\"\n2\n\"\"\"3\"\"\",\"x\ny\"\n",
        ] {
            #expect(try digest("number,barcode\n" + text) != right, "\(text)")
        }
    }

    @Test("A blank line is not a record, so an export that has one is wrong")
    func blankLine() throws {
        let path = try directory.write("barcode\n1\n\n2\n", to: "export")
        let file = ExportedFile(path: path, format: .csv, query: .barcodes)
        let error = #expect(throws: WorkerError.self) { try file.digest() }
        #expect(error?.message.contains("RFC 4180") == true)
    }

    @Test("A missing file is an export without rows, and so is a header alone")
    func none() throws {
        let file = ExportedFile(path: directory.path("none"), format: .csv, query: .all)
        #expect(try file.digest().count == 0)
        #expect(try digest("number,barcode\n") == "0000000000000000")
    }

    @Test("Another header, or an end inside a line, is an error with its reason")
    func broken() throws {
        for (text, reason) in [
            ("barcode,number\n1,2\n", "does not begin with the column names number, barcode"),
            ("number,barcode\n1,2", "is cut off"), ("number,barcode\n1,\"2\n", "is cut off"),
            ("number,barcode\n1,a \"b\" c\n", "is not quoted"),
            ("number,barcode\n1,\"a\"b\n", "is not quoted"),
            ("number,barcode\n1,a\rb\n", "is not quoted"), ("", "is cut off"),
        ] {
            let error = #expect(throws: WorkerError.self) { try digest(text) }
            #expect(error?.code == .io)
            #expect(error?.message.contains(reason) == true, "\(text)")
        }
    }
}
