import SQLiteStore
import Testing

@Suite("Packed rows")
struct RowBatchTests {
    private func text(_ value: FieldValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let bytes): "'\(String(decoding: bytes, as: UTF8.self))'"
        }
    }

    private func add(_ words: [String], to batch: RowBatch, table: Int) {
        var row = batch.begin(table: table)
        for var word in words { word.withUTF8 { row.value(.text(UnsafeRawBufferPointer($0))) } }
        batch.end(row)
    }

    @Test("Values of every type are read as they were written, row by row")
    func values() {
        let batch = RowBatch()
        var row = batch.begin()
        for value in [FieldValue.null, .integer(.min), .integer(7), .real(-0.1)] {
            row.value(value)
        }
        batch.end(row)
        var words = Array("é\u{0}".utf8)
        row = batch.begin()
        words.withUnsafeBytes { row.value(.text($0)) }
        row.value(.text(UnsafeRawBufferPointer(start: nil, count: 0)))
        words = []
        batch.end(row)
        var rows = batch.rows
        var found: [String] = []
        for _ in 0..<6 { found.append(text(rows.value())) }
        #expect(found == ["NULL", "\(Int64.min)", "7", "-0.1", "'é\u{0}'", "''"])
        #expect(rows.isAtEnd)
    }

    @Test("Rows of several tables give their table, and an unfinished row doesn't count")
    func tables() {
        let batch = RowBatch()
        add(["a"], to: batch, table: 3)
        _ = batch.begin(table: 5)
        add(["b"], to: batch, table: 40_000)
        var rows = batch.rows
        #expect(rows.nextTable() == 3)
        #expect(text(rows.value()) == "'a'")
        #expect(rows.nextTable() == 40_000)
        #expect(text(rows.value()) == "'b'")
        #expect(rows.nextTable() == nil)
    }

    @Test(
        "A batch has room for its normal size, or for a larger row until it is cleared again"
    )
    func room() {
        let batch = RowBatch()
        let normal = RowBatch.normalByteCount
        #expect(batch.hasRoom(for: normal) && !batch.hasRoom(for: normal + 1))
        add(["some text"], to: batch, table: 0)
        #expect(batch.byteCount == 2 + 1 + 4 + 9)
        #expect(!batch.hasRoom(for: normal))
        batch.clear(for: 3 * normal)
        #expect(batch.byteCount == 0 && batch.hasRoom(for: 3 * normal))
        batch.clear()
        #expect(batch.hasRoom(for: normal) && !batch.hasRoom(for: normal + 1))
    }

    @Test("No row exceeds the stated maximum size")
    func most() {
        let batch = RowBatch()
        add(["", "abc", "de"], to: batch, table: 1)
        #expect(batch.byteCount <= RowBatch.byteCountMax(columnCount: 3, textByteCount: 5))
        batch.clear()
        var row = batch.begin(table: 1)
        for _ in 0..<3 { row.value(.integer(1)) }
        batch.end(row)
        #expect(batch.byteCount == RowBatch.byteCountMax(columnCount: 3, textByteCount: 0))
    }
}
