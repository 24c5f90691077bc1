import Foundation
import Glibc
import TestSupport
import Testing

@testable import HotelContracts

/// Files as other systems write them, read the same by every strategy.
@Suite("Contract files")
struct ContractFileTests {
    private static let external = """
        {CCON}
        Y:PMI:97::ROOM ONLY:1:H:4711::20260101:20260110
        {/CCON}
        {SIIN}
        20260101:20260103:DBL:ST:RO:(0,9,5)(0,9,5)(0,9,0)
        {/SIIN}
        {SIAP}
        20260101:20260103:DBL:ST:RO:2:0::N:(10,12,11.5)(10,12,11.5)(10,12,11.5)
        {/SIAP}

        """

    @Test("An external contract needs no number, any other does", arguments: strategies)
    func external(strategy: String) async throws {
        let tree = try Tree()
        try tree.contract(Self.external, name: "external")
        let own = Self.external.replacing("Y:PMI", with: "N:PMI")
        try tree.contract(own, name: "own")
        try tree.contract(own.replacing("N:PMI", with: ":PMI"), name: "unknown")
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Contract", "is_external, office, contract") == ["1|97|NULL"])
        #expect(
            try finding.rows("ExternalInventory", "office, contract, allotment") == ["97|NULL|10"])
        #expect(
            try finding.rows("ExternalCost", "office, contract, mean_amount") == ["97|NULL|11.5"])
        #expect(try finding.rows("Availability", "hotel, open_days, mean_price") == ["4711|2|11.5"])
        #expect(finding.failedCount == 6)
        let headers = finding.rejected.filter { $0.line == 2 }
        #expect(headers.count == 2)
        #expect(headers.allSatisfy { $0.reason.hasPrefix("no contract number") })
    }

    @Test("A byte order mark at the start of a file is skipped", arguments: strategies)
    func byteOrderMark(strategy: String) async throws {
        let tree = try Tree()
        let mark = "\u{FEFF}"
        try tree.general("\(mark){GTTO}\nRO:Room only\n{/GTTO}\n", name: "GTTO_F")
        try tree.contract(mark + header(contract: 1) + section("CNTA", "A:b"), name: "one")
        try tree.contract(mark, name: "nothing else")
        try tree.contract("\(mark)\r\n" + header(contract: 2), name: "before a blank line")
        try tree.contract(header(contract: 3) + section("CNTA", "\(mark)A:b"), name: "within")
        let finding = try await run(strategy, tree)
        #expect(finding.failedCount == 0)
        #expect(try finding.rows("Contract", "contract") == ["1", "2", "3"])
        #expect(try finding.rows("Rate", "contract, length(code)") == ["1|1", "3|2"])
        #expect(try finding.rows("Board", "code") == ["RO"])
    }

    @Test("The longest line may come after a byte order mark", arguments: strategies)
    func longAfterMark(strategy: String) async throws {
        let tree = try Tree()
        let line = String(repeating: "x", count: 1 << 20)
        for (name, line) in [("fits", line), ("does not", line + "y")] {
            try tree.contract("\u{FEFF}\(line)\n" + header(contract: 1), name: name)
        }
        let finding = try await run(strategy, tree)
        let reasons = Set(finding.rejected.map { $0.reason.prefix(7) })
        #expect(finding.failedCount == 2)
        #expect(reasons == ["outside", "longer "])
    }

    @Test("CR LF ends a line, a lone CR is part of it", arguments: strategies)
    func lineEnds(strategy: String) async throws {
        let tree = try Tree()
        let text = header(contract: 1) + section("CNTA", "A:b")
        try tree.contract(text.replacing("\n", with: "\r\n"), name: "both")
        try tree.contract(text.replacing("\n", with: "\r"), name: "carriage returns")
        try tree.contract("", name: "empty")
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Rate") == ["97|1|A|b"])
        #expect(finding.failedCount == 1)
        #expect(finding.rejected.first?.line == 1)
        #expect(finding.doneCount == 3)
    }

    @Test("A name may be invalid UTF-8 and contain a line end", arguments: strategies)
    func names(strategy: String) async throws {
        let tree = try Tree()
        let names: [[UInt8]] = [
            Array("ID_CAF".utf8) + [0xC9], Array("ID\u{FFFD}".utf8), Array("ID".utf8) + [0xFF],
            Array("ID_NEW\nLINE".utf8), Array(repeating: 0xE9, count: 255),
        ]
        let folder = Array(tree.directory.path("contracts/DESTINATIONS/D_").utf8) + [0xDC]
        try #require(mkdir(folder.map { CChar(bitPattern: $0) } + [0], 0o755) == 0)
        for (index, name) in names.enumerated() {
            let text = header(contract: index) + section("CNTA", "A:b")
            try write(text, to: folder + [UInt8(ascii: "/")] + name)
        }
        try write("{CNTA}\n", to: folder + Array("/unclosed".utf8))
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Rate", "contract") == ["0", "1", "2", "3", "4"])
        #expect(finding.failedCount == 1)
        #expect(finding.rejected.first?.file == "DESTINATIONS/D_\u{FFFD}/unclosed")
    }

    private func write(_ text: String, to path: [UInt8]) throws {
        let descriptor = open(
            path.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT | O_EXCL, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }
}
