import Testing

@testable import HotelContracts

@Suite("Reading lines")
struct LineReaderTests {
    private struct Found: Hashable {
        var number: Int
        var text: [UInt8]
        var isTooLong = false
    }

    private func lines(_ bytes: [UInt8], chunkByteCount: Int) -> [Found] {
        var reader = LineReader(chunkByteCount: chunkByteCount)
        var found: [Found] = []
        // One reader is used for several files.
        for _ in 0..<2 {
            found = []
            var rest = bytes[...]
            reader.begin()
            while let line = reader.next({ memory in
                let chunk = rest.prefix(min(chunkByteCount, memory.count))
                memory.copyBytes(from: chunk)
                rest = rest.dropFirst(chunk.count)
                return chunk.count
            }) {
                found.append(
                    Found(number: line.number, text: Array(line.bytes), isTooLong: line.isTooLong))
            }
        }
        return found
    }

    @Test("Lines are the same for any chunks", arguments: 1...64)
    func chunks(byteCount: Int) {
        let text =
            "{CCON}\r\nfirst\n\n\r\n\rsecond\r\r\nthird\rwith\r\n" + "long ünïcode "
            + String(repeating: "0123456789", count: 20) + "\n last\r"
        let expected = [
            Found(number: 1, text: Array("{CCON}".utf8)),
            Found(number: 2, text: Array("first".utf8)),
            Found(number: 5, text: Array("\rsecond\r".utf8)),
            Found(number: 6, text: Array("third\rwith".utf8)),
            Found(
                number: 7,
                text: Array(("long ünïcode " + String(repeating: "0123456789", count: 20)).utf8)),
            Found(number: 8, text: Array(" last\r".utf8)),
        ]
        #expect(lines(Array(text.utf8), chunkByteCount: byteCount) == expected)
    }

    @Test("A line of 1 MiB is returned, one more byte is too long, with any line end")
    func longest() {
        let longest = [UInt8](repeating: 0x61, count: LineReader.lineByteCountMax)
        for chunkByteCount in [1000, 64 << 10, 1 << 20, 3 << 20] {
            for end in ["\n", "\r\n", ""] {
                let fits = lines(longest + Array(end.utf8), chunkByteCount: chunkByteCount)
                #expect(fits == [Found(number: 1, text: longest)])
                let over = lines(
                    Array("b\n".utf8) + longest + Array("a\(end)\nc".utf8),
                    chunkByteCount: chunkByteCount)
                #expect(
                    over.prefix(2) == [
                        Found(number: 1, text: [0x62]), Found(number: 2, text: [], isTooLong: true),
                    ])
                #expect(over.last?.text == [0x63])
            }
        }
    }

    @Test("A last line that is too long and has no end is reported once")
    func unfinished() {
        let bytes = [UInt8](repeating: 0x61, count: 3 << 20)
        #expect(lines(bytes, chunkByteCount: 4096) == [Found(number: 1, text: [], isTooLong: true)])
    }

    @Test("Empty text has no lines")
    func nothing() {
        #expect(lines([], chunkByteCount: 7).isEmpty)
        #expect(lines(Array("\n\r\n\n".utf8), chunkByteCount: 2).isEmpty)
    }
}
