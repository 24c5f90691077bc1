import MemoryBudget
import Testing

@Suite("A digest of rows")
struct RowDigestTests {
    @Test("A number is its decimal text")
    func decimals() {
        for number in [0, 7, -7, 10, 20_250_910, 171_610, -1_000_000, Int64.max, .min] {
            var text = RowHash()
            text.addField(String(number))
            var decimal = RowHash()
            decimal.addField(decimal: number)
            var digests = (RowDigest(), RowDigest())
            digests.0.add(text)
            digests.1.add(decimal)
            #expect(digests.0 == digests.1, "\(number)")
        }
    }

    private func digest(_ rows: [[String]]) -> RowDigest {
        var digest = RowDigest()
        for fields in rows {
            var row = RowHash()
            for field in fields { row.addField(field) }
            digest.add(row)
        }
        return digest
    }

    private let rows = (0..<1_000).map { ["\($0)", "name \($0 % 7)", ""] }

    @Test("Rows in any order give the same digest, also joined from parts")
    func order() {
        let whole = digest(rows)
        #expect(digest(rows.shuffled()) == whole)
        var joined = digest(Array(rows[600...]))
        joined.merge(digest(Array(rows[..<600])))
        #expect(joined == whole)
        #expect(whole.count == 1_000)
    }

    @Test("A missing, doubled, swapped or changed row shows")
    func differences() {
        let whole = digest(rows).hexadecimal
        #expect(digest(rows.dropLast()).hexadecimal != whole)
        #expect(digest(rows + [rows[3]]).hexadecimal != whole)
        #expect(digest(rows.dropLast() + [rows[3]]).hexadecimal != whole)
        var changed = rows
        changed[500][1] += " "
        #expect(digest(changed).hexadecimal != whole)
        // Two rows that exchange a field: sums of weak hashes would cancel.
        var exchanged = rows
        (exchanged[1][0], exchanged[2][0]) = (exchanged[2][0], exchanged[1][0])
        #expect(digest(exchanged).hexadecimal == digest(exchanged.shuffled()).hexadecimal)
        #expect(digest(exchanged).hexadecimal != whole)
    }

    @Test("Where a field ends matters")
    func boundaries() {
        let spellings = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["abc", "", ""], [], [""],
            ["", ""], ["\0"], ["\0\0"], ["12345678"], ["1234567", "8"], ["12345678", ""],
            ["123456789"], ["12345678", "9"], ["\0\0\0\0\0\0\0\0"],
        ]
        let digests = Set(spellings.map { digest([$0]).hexadecimal })
        #expect(digests.count == spellings.count)
    }

    @Test("A hundred thousand similar rows have hashes of their own")
    func collisions() {
        let digests = Set((0..<100_000).map { digest([["\($0)", "x"]]).hexadecimal })
        #expect(digests.count == 100_000)
    }

    @Test("Bytes at any address hash as the same text")
    func alignment() {
        let text = "0123456789abcdefé"
        let bytes = Array(text.utf8)
        let expected = digest([[text]])
        for shift in 0..<9 {
            let shifted = [UInt8](repeating: 0xAA, count: shift) + bytes
            var found = RowDigest()
            shifted.withUnsafeBytes { buffer in
                var row = RowHash()
                row.addField(UnsafeRawBufferPointer(rebasing: buffer[shift...]))
                found.add(row)
            }
            #expect(found == expected)
        }
    }

    @Test("A digest is sixteen digits, of no rows all zero")
    func digits() {
        #expect(RowDigest().hexadecimal == "0000000000000000")
        for row in rows.prefix(100) { #expect(digest([row]).hexadecimal.count == 16) }
    }

    @Test("The stored form of a digest does not change with the version of the program")
    func pinned() {
        #expect(
            digest([["1", "widget"], ["2", "a longer field, of 23 b"]]).hexadecimal
                == "4777afad611904c6")
    }
}
