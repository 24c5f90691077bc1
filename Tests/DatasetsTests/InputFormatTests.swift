import MemoryBudget
import Testing

@testable import Datasets

@Suite("Formats and names of a user's own CSV")
struct InputFormatTests {
    @Test("A file of another format is refused with the name of that format")
    func foreignFormats() throws {
        let text = "id,name\n1,Ann\n"
        let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        try withTemporaryDirectory { directory in
            for (bytes, words) in [
                ([0xFF, 0xFE] + wide, "UTF-16"), (wide, "UTF-16"),
                ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "gzip"),
                (Array("SQLite format 3\0".utf8), "SQLite"),
                (Array("Gr".utf8) + [0xF6] + Array("e,b\n".utf8), "Windows-1252"),
            ] {
                let path = try write(bytes, to: "\(directory)/\(words).csv")
                for attempt in 0..<2 {
                    let error = #expect(throws: DatasetError.self) {
                        attempt == 0
                            ? try InputScan.dataset(of: path)
                            : try InputScan.headerOnly(of: path, to: "\(directory)/header.csv")
                    }
                    #expect(error?.code == .invalidInput)
                    #expect(error?.message.contains(words) == true)
                }
            }
        }
    }

    @Test("Names that differ only in bytes stay distinct")
    func namesByBytes() {
        let names = ["Ä", "ä", "é", "e\u{301}", "a", "A"]
        let unique = ColumnNames.unique(names)
        #expect(
            unique.map { Array($0.utf8) } == (names.dropLast() + ["A_2"]).map { Array($0.utf8) })
    }
}
