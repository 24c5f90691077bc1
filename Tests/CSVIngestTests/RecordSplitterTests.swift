import MemoryBudget
import Testing

@testable import CSVIngest

@Suite("Splitting CSV")
struct RecordSplitterTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let records: [(line: Int, fields: [String])]
        var isUnterminated = false
        var testDescription: String { text.debugDescription }
    }

    static let cases: [Case] = [
        Case(text: "", records: []),
        Case(text: "\n", records: []),
        Case(text: "\r\n\r\n\n\r", records: []),
        Case(text: "a", records: [(1, ["a"])]),
        Case(text: ",", records: [(1, ["", ""])]),
        Case(text: "a,b\n", records: [(1, ["a", "b"])]),
        Case(text: "a,b\nc,", records: [(1, ["a", "b"]), (2, ["c", ""])]),
        Case(
            text: "a\nb\r\nc\rd\n\re",
            records: [(1, ["a"]), (2, ["b"]), (3, ["c"]), (4, ["d"]), (6, ["e"])]),
        Case(text: "\u{FEFF}a,b\n", records: [(1, ["a", "b"])]),
        Case(text: "\u{FEFF}\"a\",b\n", records: [(1, ["a", "b"])]),
        Case(text: "\u{FEFF}", records: []),
        Case(text: "\u{FEFF}\n\u{FEFF}x", records: [(2, ["\u{FEFF}x"])]),
        Case(text: "\"\"", records: [(1, [""])]),
        Case(text: "\"\",\n,\"\"", records: [(1, ["", ""]), (2, ["", ""])]),
        Case(text: "\"a,b\",c\n", records: [(1, ["a,b", "c"])]),
        Case(text: "\"a\"\"b\",\"\"\"\"\n", records: [(1, ["a\"b", "\""])]),
        Case(text: "\"a\nb\r\nc\rd\",e\nf", records: [(1, ["a\nb\r\nc\rd", "e"]), (5, ["f"])]),
        Case(text: "\"a\r\"\r\nb", records: [(1, ["a\r"]), (3, ["b"])]),
        Case(text: "a\"b\",\"c\n", records: [], isUnterminated: true),
        Case(text: "a\"b,c\"d\n", records: [(1, ["a\"b", "c\"d"])]),
        Case(text: " \"a\", b \n", records: [(1, [" \"a\"", " b "])]),
        Case(text: "\"a\"b\"c\",d\n", records: [(1, ["ab\"c\"", "d"])]),
        Case(text: "\"a\"\"\"b\"\",c\"\n", records: [(1, ["a\"b\"\"", "c\""])]),
        Case(text: "x\n\"a,b\nc", records: [(1, ["x"])], isUnterminated: true),
        Case(text: "\"", records: [], isUnterminated: true),
        Case(text: "\"a\"\"", records: [], isUnterminated: true),
        Case(
            text: "a\u{0},\u{0}\n\"\u{0}\"", records: [(1, ["a\u{0}", "\u{0}"]), (2, ["\u{0}"])]),
        Case(text: "007,+1,1e5,TRUE\n", records: [(1, ["007", "+1", "1e5", "TRUE"])]),
        Case(text: "é😀,\"ü\"\"\u{2028}\"\n", records: [(1, ["é😀", "ü\"\u{2028}"])]),
        Case(
            text: "a,b,c\nd\ne,f\n", records: [(1, ["a", "b", "c"]), (2, ["d"]), (3, ["e", "f"])]),
    ]

    @Test("Every corner case is the same at every chunk and buffer size", arguments: cases)
    func corners(_ example: Case) {
        let expected = example.records.map { Split($0.line, $0.fields) }
        for chunk in 1...64 {
            for buffer in [16, 17, 31, 64, 65, 1000] {
                let records = split(
                    Array(example.text.utf8), chunkByteCount: chunk, bufferByteCount: buffer)
                let whole = example.isUnterminated ? Array(records.dropLast()) : records
                #expect(whole == expected, "chunks of \(chunk), buffer of \(buffer)")
                #expect((records.last?.rejection == .unterminatedQuote) == example.isUnterminated)
            }
        }
    }

    @Test("Every corner case is the same at every offset in a block", arguments: cases)
    func places(_ example: Case) {
        guard !example.text.hasPrefix("\u{FEFF}") else { return }
        let expected = example.records.map { Split($0.line + 1, $0.fields) }
        for length in 1...130 {
            let head = String(repeating: "x", count: length)
            for buffer in [64, 4096] {
                let records = split(
                    Array((head + "\n" + example.text).utf8), chunkByteCount: 4096,
                    bufferByteCount: buffer)
                #expect(records.first == Split(1, [head]))
                let whole = example.isUnterminated ? records.dropLast() : records[...]
                #expect(Array(whole.dropFirst()) == expected, "after \(length) bytes")
            }
        }
    }

    @Test(
        "A record of 1 MiB is complete, one more byte is rejected, and the next record is found",
        arguments: ["yy", "\"y\r\n", "\"\"\"", "y,"])
    func longRecords(pattern: String) {
        let limit = RecordSplitter.recordByteCountMax
        let isQuoted = pattern.hasPrefix("\"")
        let quote: [UInt8] = isQuoted ? [.quote] : []
        let unit = Array(pattern.utf8.dropFirst(quote.count))
        for (excess, isWhole) in [(0, true), (1, false), (70_000, false)] {
            let inside = limit + excess - 2 * quote.count
            let filler = [UInt8](Array(repeating: unit, count: inside / unit.count).joined())
            let padding = [UInt8](repeating: UInt8(ascii: "z"), count: inside - filler.count)
            let body = quote + filler + padding + quote
            let text = Array("a\n".utf8) + body + Array("\r\nlast,\"one\"\n".utf8)
            for (chunk, buffer) in [(1 << 16, 1 << 16), (777, 4096)] {
                let records = split(text, chunkByteCount: chunk, bufferByteCount: buffer)
                #expect(records.count == 3)
                let rejection: CSVRecord.Rejection? =
                    !isWhole ? .tooLong : pattern == "y," ? .tooManyFields : nil
                #expect(records.map(\.rejection) == [nil, rejection, nil])
                #expect(records.last?.fields == [Array("last".utf8), Array("one".utf8)])
                #expect(records.map(\.line) == [1, 2, 3 + lineEndCount(body)])
            }
        }
    }

    private func lineEndCount(_ bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).count { $0.isNewline }
    }

    @Test("The buffer grows for a long record, but only up to the maximum record")
    func boundedBuffer() {
        var splitter = RecordSplitter(chunkByteCount: 1024)
        let chunk = [UInt8](repeating: UInt8(ascii: "\""), count: 999)
        for _ in 0..<3000 {
            var rest = chunk[...]
            while !rest.isEmpty {
                rest = rest.dropFirst(rest.withUnsafeBytes { splitter.push($0) })
                if splitter.next() != nil { Issue.record("an open quote ended a record") }
            }
        }
        #expect(splitter.capacity <= RecordSplitter.recordByteCountMax + 4096)
    }

    @Test("Two thousand columns are kept as fields, five thousand are counted")
    func manyFields() {
        for (count, rejection) in [
            (2000, nil), (4096, nil), (5000, CSVRecord.Rejection.tooManyFields),
        ] {
            let text = (0..<count).map(String.init).joined(separator: ",") + "\nb"
            var splitter = RecordSplitter()
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                rest = rest.dropFirst(rest.withUnsafeBytes { splitter.push($0) })
            }
            guard let record = splitter.next() else {
                Issue.record("\(count) fields are no record")
                continue
            }
            #expect(record.fieldCount == count)
            #expect(record.rejection == rejection)
            if rejection == nil { #expect(Array(record[count - 1]) == Array("\(count - 1)".utf8)) }
        }
    }

    @Test("A record is UTF-8 exactly if the standard library accepts its text")
    func validation() {
        var generator = SplitMix64(seed: 7)
        let pieces: [[UInt8]] = [
            Array("plain ascii text".utf8), Array("é".utf8), Array("😀".utf8), [0xC3], [0x80],
            [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF], Array("\"\"".utf8), [0],
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 0...6, using: &generator)
            let body = (0..<count).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
            let text = [UInt8(ascii: "\"")] + body + [UInt8(ascii: "\"")]
            var splitter = RecordSplitter()
            _ = text.withUnsafeBytes { splitter.push($0) }
            splitter.finish()
            let expected = String(validating: body, as: UTF8.self) != nil
            #expect(splitter.next()?.isUTF8 == expected, "\(body)")
        }
    }
}
