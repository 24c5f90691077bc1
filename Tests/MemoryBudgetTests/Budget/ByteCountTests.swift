import MemoryBudget
import Testing

@Suite("Byte counts")
struct ByteCountTests {
    @Test(
        "Binary sizes are parsed exactly",
        arguments: [
            ("0B", 0), ("1B", 1), ("4096B", 4096), ("512KiB", 524_288), ("64MiB", 67_108_864),
            ("1.5GiB", 1_610_612_736), ("2TiB", 2_199_023_255_552), ("1_000KiB", 1_024_000),
            (" 64 MiB", 67_108_864), (".5MiB", 524_288), ("0.1KiB", 102),
            ("64mib", 67_108_864), ("64MIB", 67_108_864), ("64Mi", 67_108_864), ("1Gi", 1 << 30),
            ("512ki", 524_288), ("1e3MiB", 1_048_576_000), ("4096 bytes", 4096), ("1PiB", 1 << 50),
        ])
    func parsing(text: String, bytes: Int) throws {
        #expect(try ByteCount(parsing: text).bytes == bytes)
    }

    @Test(
        "Any other size is refused, with the likely intended one as a proposal",
        arguments: [
            ("64MB", "64MiB"), ("64Mb", "64MiB"), ("64M", "64MiB"), ("512m", "512MiB"),
            ("1g", "1GiB"), ("64", "64MiB"), ("67108864", "64MiB"), ("100000000", "100000000B"),
            ("1GB", "1GiB"), ("512k", "512KiB"), ("2tb", "2TiB"), ("8b", "8B"),
            ("1,5GiB", "1.5GiB"), ("1,024MiB", "1024MiB"), ("1,5GB", "1.5GiB"),
            ("-1MiB", "1MiB"), ("1 000 MiB", "1000MiB"),
            ("", nil), ("MiB", nil), ("1.2.3MiB", nil), ("a lot", nil), ("64 parsecs", "64PiB"),
            ("1GiB512MiB", nil), ("5 x", nil),
        ] as [(String, String?)])
    func refusing(text: String, proposal: String?) throws {
        let error = try #require(throws: QuantityError.self) { try ByteCount(parsing: text) }
        #expect(error.proposal == proposal)
        #expect(error.message.contains("'\(text)'"))
        let hint = proposal.map { "; did you mean '\($0)'?" } ?? ""
        #expect(error.description == error.message + hint)
        // The proposal itself is accepted.
        if let proposal { _ = try ByteCount(parsing: proposal) }
    }

    @Test("A text that is not a size is refused with an example")
    func example() throws {
        let error = try #require(throws: QuantityError.self) { try ByteCount(parsing: "a lot") }
        #expect(error.description == "'a lot' is not a size such as 64MiB")
    }

    @Test("An impossibly large size is refused without a proposal, and doesn't trap")
    func huge() throws {
        for text in ["99999999999TiB", "1048577TiB", String(repeating: "9", count: 300) + "B"] {
            let error = try #require(throws: QuantityError.self) { try ByteCount(parsing: text) }
            #expect(error.proposal == nil)
            #expect(error.description == error.message)
        }
    }

    @Test("A size formatted as an argument parses back to the same count")
    func roundTrip() throws {
        var generator = SeededGenerator()
        let random = (0..<1_000).map { _ in Int.random(in: 0..<1 << 50, using: &generator) }
        let whole = (0...49).map { 1 << $0 }
        for bytes in [0, 1, 1023, 1024, 1025, 3 << 20, 1 << 20 | 1] + whole + random {
            let count = ByteCount(bytes)
            #expect(try ByteCount(parsing: count.argument) == count)
        }
    }

    @Test(
        "An argument uses the largest exact unit",
        arguments: [
            (0, "0B"), (1023, "1023B"), (1024, "1KiB"), (1536, "1536B"), (67_108_864, "64MiB"),
            (1 << 30, "1GiB"), (1 << 40, "1024GiB"),
        ])
    func argument(bytes: Int, text: String) {
        #expect(ByteCount(bytes).argument == text)
    }

    @Test(
        "A size is displayed with one decimal and a binary unit",
        arguments: [
            (0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
            (32_925_286, "31.4 MiB"), (1_048_524, "1023.9 KiB"), (1_048_525, "1.0 MiB"),
            (1_048_575, "1.0 MiB"), (1 << 20, "1.0 MiB"), (5 << 30, "5.0 GiB"),
            (3 << 40, "3072.0 GiB"), (-1536, "-1.5 KiB"), (-1, "-1 B"),
        ])
    func description(bytes: Int, text: String) {
        #expect("\(ByteCount(bytes))" == text)
    }

    @Test("Counts compare by their bytes")
    func comparing() {
        #expect(ByteCount(1) < ByteCount(2))
        #expect(ByteCount.mebibytes(3).bytes == 3_145_728)
        #expect([ByteCount(3), ByteCount(1)].min() == ByteCount(1))
    }
}
