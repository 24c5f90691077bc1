import Foundation
import Glibc
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

/// The context of records: sections, headers and files.
@Suite("Sections and files")
struct SectionRuleTests {
    @Test("Records outside any section are rejected, and so are marks that don't match")
    func marks() async throws {
        let text =
            "before\n" + header() + "between\n{CNTA}\nA:x\n{/CNHA}\nB:y\n{CNTA}\nC:z\n{/CNTA}\n"
            + "{/CNTA}\nafter\n{CNTA}\nD:w"
        for strategy in strategies {
            let tree = try Tree()
            try tree.contract(text)
            let finding = try await run(strategy, tree)
            #expect(try finding.rows("Rate", "code") == ["A", "B", "C", "D"])
            // Before, between, no CNHA, CNTA open at 6, no CNTA, after, CNTA open at 15.
            #expect(finding.rejected.map(\.line).sorted() == [1, 5, 6, 8, 13, 14, 15])
            #expect(finding.failedCount == 7)
        }
    }

    @Test("Without a valid header above it, a contract's record is rejected", arguments: strategies)
    func headers(strategy: String) async throws {
        let tree = try Tree()
        let bad = section("CCON", "N:PMI:97:x:A name:COM:S:555::20250910:20261008")
        let room = section("CNHA", "DBL:ST:2:2:2")
        let unknown = section("CNNEW", "anything")
        try tree.contract(room + unknown + header(contract: 1) + room, name: "late")
        try tree.contract(header(contract: 2) + bad + room + unknown, name: "spoilt")
        try tree.contract(
            header(contract: 3) + room + header(contract: 4, hotel: 6) + room + unknown,
            name: "twice")
        try tree.contract(section("GTTO", "RO:Room only") + section("CCON"), name: "none")
        try tree.contract([], name: "empty")
        try tree.general(section("CNHA", "DBL:ST:2:2:2") + unknown, name: "GCAT_F")
        let finding = try await run(strategy, tree)
        #expect(
            try finding.rows("Room", "contract, room") == ["1|DBL", "3|DBL", "4|DBL"])
        #expect(
            try finding.rows("Contract", "contract, hotel") == ["1|555", "2|555", "3|555", "4|6"])
        #expect(try finding.rows("Board") == ["RO|Room only"])
        #expect(
            try finding.rows("OtherRecord") == ["97|4|CNNEW|anything", "NULL|NULL|CNNEW|anything"])
        #expect(finding.failedCount == 6)
        #expect(finding.doneCount == 5)
    }

    @Test("Files that can't be read are counted, and stop nothing", arguments: strategies)
    func unreadable(strategy: String) async throws {
        let tree = try Tree()
        try tree.contract(header(), name: "good")
        let folder = tree.path + "/DESTINATIONS/D_PMI"
        symlink("/none/at/all", folder + "/dangling")
        symlink(folder + "/good", folder + "/link")
        mkdir(folder + "/folder", 0o755)
        // Opened as a file, it would wait for a writer forever.
        mkfifo(folder + "/pipe", 0o644)
        try tree.directory.write("text", to: "contracts/DESTINATIONS/README")
        try FileManager.default.removeItem(atPath: tree.path + "/GENERAL")
        let finding = try await run(strategy, tree)
        #expect(try finding.rows("Contract", "contract") == ["14126", "14126"])
        #expect(finding.failedCount == 5)
        let reasons = Dictionary(
            uniqueKeysWithValues: finding.rejected.map { ($0.file ?? "", $0.reason) })
        #expect(
            reasons == [
                "DESTINATIONS/D_PMI/dangling": "cannot be read: No such file or directory",
                "DESTINATIONS/D_PMI/folder": "not a regular file",
                "DESTINATIONS/D_PMI/pipe": "not a regular file",
                "DESTINATIONS/README": "cannot be read: Not a directory",
                "GENERAL": "cannot be read: No such file or directory",
            ])
        #expect(finding.rejected.allSatisfy { $0.line == 0 })
    }

    @Test("A folder without contracts is rejected", arguments: strategies)
    func noTree(strategy: String) async throws {
        let tree = try Tree()
        try FileManager.default.removeItem(atPath: tree.path + "/DESTINATIONS")
        let error = await #expect(throws: WorkerError.self) { try await run(strategy, tree) }
        #expect(error?.code == .badSetting)
        #expect(
            error?.message.hasSuffix("not a tree of contracts: cannot read DESTINATIONS") == true)
    }
}
