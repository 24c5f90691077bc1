import Foundation
import TestSupport
import Testing

@testable import MemoryBudget

@Suite("Digests of rows")
struct RowDigestTests {
    @Test("A value of another type is a different value")
    func types() throws {
        let empty = UnsafeRawBufferPointer(start: nil, count: 0)
        let fields: [(inout RowHash) -> Void] = [
            { _ in }, { $0.addNull() }, { $0.addField("") }, { $0.addField(blob: empty) },
            { $0.addField(integer: 0) }, { $0.addField(real: 0) }, { $0.addField("0") },
            { $0.addField(integer: 1) }, { $0.addField(real: 1) }, { $0.addField("1") },
            { hash in Array("1".utf8).withUnsafeBytes { hash.addField(blob: $0) } },
            { $0.addField(integer: -1) }, { $0.addField(real: 1.nextUp) },
            { $0.addField(integer: .max) }, { $0.addField(integer: .min) },
            { $0.addField(real: .infinity) }, { $0.addField(real: 5e-324) },
        ]
        let digests = fields.map { add in
            var row = RowHash()
            add(&row)
            var digest = RowDigest()
            digest.add(row)
            return digest.hexadecimal
        }
        #expect(Set(digests).count == fields.count)
        var zeros = (RowHash(), RowHash())
        zeros.0.addField(real: 0)
        zeros.1.addField(real: -0.0)
        #expect(zeros.0.finished == zeros.1.finished)
    }

    /// Returns a step of the hash that was used before: FNV-1a by words.
    private func earlierStep(_ state: UInt64, word: UInt64) -> UInt64 {
        let product = (state ^ word) &* 0x0000_0100_0000_01B3
        return product ^ product >> 29
    }

    @Test("A row with the same hash can't be found by solving for its second word")
    func craftedRows() {
        let start: UInt64 = 0xCBF2_9CE4_8422_2325
        let (first, second): (UInt64, UInt64) = (0x6162_6364_6566_6768, 0x3132_3334_3536_3738)
        for other in [first ^ 1, first &+ 0x0101, ~first] {
            // Checks the earlier hash, and one that keeps only half of the state.
            var low = (RowHash(), RowHash())
            low.0.mix(first, as: RowHash.Role.bytes)
            low.1.mix(other, as: RowHash.Role.bytes)
            let answers = [
                second ^ earlierStep(start, word: first) ^ earlierStep(start, word: other),
                second ^ low.0.low ^ low.1.low, second ^ low.0.high ^ low.1.high,
            ]
            for answer in answers {
                #expect(hash([first, second]) != hash([other, answer]))
            }
        }
    }

    private func hash(_ words: [UInt64]) -> UInt64 {
        var row = RowHash()
        words.withUnsafeBytes { row.addField($0) }
        return row.finished
    }

    @Test("A bit that changes anywhere in a row changes about half of its hash")
    func avalanche() {
        let words: [UInt64] = [0, 1, 0x6162_6364_6566_6768]
        let before = hash(words)
        var counts: [Int] = []
        for index in words.indices {
            for bit in 0..<64 {
                var changed = words
                changed[index] ^= 1 << bit
                counts.append((hash(changed) ^ before).nonzeroBitCount)
            }
        }
        #expect(counts.allSatisfy { (12...52).contains($0) })
        #expect((30...34).contains(counts.reduce(0, +) / counts.count))
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

    @Test("Rows in any order give the same digest, also when merged from parts")
    func order() {
        let whole = digest(rows)
        #expect(digest(rows.shuffled()) == whole)
        var joined = digest(Array(rows[600...]))
        joined.merge(digest(Array(rows[..<600])))
        #expect(joined == whole)
        #expect(whole.count == 1_000)
    }

    @Test("A missing, duplicated, swapped or changed row changes the digest")
    func differences() {
        let whole = digest(rows).hexadecimal
        #expect(digest(rows.dropLast()).hexadecimal != whole)
        #expect(digest(rows + [rows[3]]).hexadecimal != whole)
        #expect(digest(rows.dropLast() + [rows[3]]).hexadecimal != whole)
        var changed = rows
        changed[500][1] += " "
        #expect(digest(changed).hexadecimal != whole)
        // Two rows that exchange a field, whose sums would cancel in a weak hash.
        var exchanged = rows
        (exchanged[1][0], exchanged[2][0]) = (exchanged[2][0], exchanged[1][0])
        #expect(digest(exchanged).hexadecimal == digest(exchanged.shuffled()).hexadecimal)
        #expect(digest(exchanged).hexadecimal != whole)
    }

    @Test("The boundary between fields matters")
    func boundaries() {
        let spellings = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["abc", "", ""], [], [""],
            ["", ""], ["\0"], ["\0\0"], ["12345678"], ["1234567", "8"], ["12345678", ""],
            ["123456789"], ["12345678", "9"], ["\0\0\0\0\0\0\0\0"],
        ]
        let digests = Set(spellings.map { digest([$0]).hexadecimal })
        #expect(digests.count == spellings.count)
    }

    @Test("A hundred thousand similar rows have different hashes")
    func collisions() {
        let digests = Set((0..<100_000).map { digest([["\($0)", "x"]]).hexadecimal })
        #expect(digests.count == 100_000)
    }

    @Test("Bytes at any address have the hash of the same text")
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

    @Test("A digest has sixteen digits, and that of no rows is zero")
    func digits() {
        #expect(RowDigest().hexadecimal == "0000000000000000")
        for row in rows.prefix(100) { #expect(digest([row]).hexadecimal.count == 16) }
    }

    @Test("The stored form of a digest does not change between versions")
    func pinned() {
        #expect(
            digest([["1", "widget"], ["2", "a longer field, of 23 b"]]).hexadecimal
                == "8f7c0638a4c78b27")
    }
}
