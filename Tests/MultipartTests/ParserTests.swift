import Multipart
import Testing

@Suite("Parsing of forms")
struct ParserTests {
    private static let whole =
        "junk before\r\n--bb\r\n" + part("a", "x") + part("file", "1,2\r\n\r\n--\r\n--bc\r\n-")
        + part("empty", "") + "--b--\r\njunk behind"

    private static let expected = Parsed(parts: [
        .init(name: "a", payload: Array("x".utf8), isComplete: true),
        .init(name: "file", payload: Array("1,2\r\n\r\n--\r\n--bc\r\n-".utf8), isComplete: true),
        .init(name: "empty", isComplete: true),
    ])

    @Test("A form is the same in chunks of any size", arguments: 1...64)
    func chunks(byteCount: Int) throws {
        #expect(try parse(Self.whole, chunkByteCount: byteCount) == Self.expected)
    }

    @Test("A form is the same wherever it is split in two or three")
    func splits() throws {
        let body = Array(Self.whole.utf8)
        for first in 0...body.count {
            for second in [first, (first + body.count) / 2] {
                let chunks = [body[..<first], body[first..<second], body[second...]]
                #expect(try parse(chunks) == Self.expected, "split at \(first) and \(second)")
            }
        }
    }

    @Test(
        "Bodies with all kinds of lines and boundaries are parsed as by a naive splitter",
        arguments: 0..<400 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var random = Seeded(seed)
        let boundary = ["b", "bb", "-", "--", "b-b", "0123456789abcdef0123456789abcdef"][
            Int(seed % 6)]
        let pieces = [
            "\r", "\n", "\r\n", "-", "--", "b", " ", "\t", "x", "\r\n--\(boundary)",
            "--\(boundary)",
            "\r\n--\(boundary.dropLast())", "--\(boundary)--", "\r\n--\(boundary)\r\n",
            "\r\n" + part("n", "", boundary: boundary).dropLast(2), "plain text",
        ]
        let count = Int.random(in: 0...24, using: &random)
        var body = ""
        for _ in 0..<count { body += pieces.randomElement(using: &random) ?? "" }
        let bytes = Array((part("n", body, boundary: boundary) + "--\(boundary)--").utf8)
        let naive = NaiveSplitter(bytes, boundary: boundary)
        var chunks: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + Int.random(in: 1...9, using: &random), bytes.count)
            chunks.append(bytes[start..<end])
            start = end
        }
        let parsed = try parse(chunks, boundary: boundary)
        let again = try parse(bytes, boundary: boundary)
        #expect(parsed == again)
        // Malformed headers end the parse earlier than the naive splitter notices.
        guard parsed.error != .badHeader else { return }
        #expect(parsed.error == naive.error)
        #expect(parsed.parts.filter(\.isComplete).map(\.payload) == naive.payloads)
    }

    @Test("Blanks after a boundary are padding")
    func padding() throws {
        let body = "--b \t\r\n" + part("a", "x").dropFirst("--b\r\n".count) + "--b--  "
        #expect(try parse(body).parts.map(\.payload) == [Array("x".utf8)])
    }

    @Test("A boundary at the start of a payload ends it, and a longer word there doesn't")
    func startOfPayload() throws {
        let header = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"
        #expect(try parse(header + "--b--").parts.map(\.payload) == [[]])
        for chunkByteCount in [1, 3, .max] {
            let parsed = try parse(header + "--bX\r\n--b--", chunkByteCount: chunkByteCount)
            #expect(parsed.parts.map(\.payload) == [Array("--bX".utf8)])
        }
    }

    @Test("A form without parts is valid")
    func empty() throws {
        #expect(try parse("--b--\r\n") == Parsed())
    }

    @Test("A body that is cut off anywhere before its closing boundary is incomplete")
    func incomplete() throws {
        let end = Self.whole.utf8.count - "\r\njunk behind".utf8.count
        for count in 0..<end {
            let parsed = try parse(Array(Self.whole.utf8.prefix(count)))
            #expect(parsed.error == .incomplete, "after \(count) bytes")
            #expect(parsed.byteOffset == count)
        }
    }

    @Test("A boundary followed by other text is an error with its position")
    func badDelimiter() throws {
        let parsed = try parse(part("a", "x") + "--b y")
        #expect(parsed.error == .badDelimiter)
        #expect(parsed.byteOffset == part("a", "x").utf8.count + 4)
        #expect(try parse("--b\rx").error == .badDelimiter)
    }
}

/// A generator that gives the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
