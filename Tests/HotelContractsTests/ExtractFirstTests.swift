import Foundation
import PipelineKit
import TestSupport
import Testing

@testable import HotelContracts

@Suite("Extracting an archive first")
struct ExtractFirstTests {
    private static func contract(_ number: Int) -> ArchiveBuilder.Entry {
        ArchiveBuilder.Entry("DESTINATIONS/D_PMI/\(number)", header(contract: number))
    }

    @Test("The folder that an archive is extracted to is removed at the end")
    func extracted() async throws {
        let tree = try Tree()
        let archive = try ArchiveBuilder([Self.contract(1), Self.contract(2)]).write(beside: tree)
        let finding = try await run("extract-first", tree, archive: archive)
        #expect(finding.doneCount == 2)
        let names = try FileManager.default.contentsOfDirectory(atPath: tree.directory.path)
        #expect(names.filter { $0.hasSuffix(".tree") } == [])
    }

    @Test("An existing folder isn't extracted to, and stays")
    func taken() async throws {
        let tree = try Tree()
        let archive = try ArchiveBuilder([Self.contract(1)]).write(beside: tree)
        let folder = try tree.directory.write("mine", to: "out.db.tree/file")
        let error = await #expect(throws: WorkerError.self) {
            try await Worker([HotelContracts()]).perform(
                [
                    "run", "--pipeline", "hotel-contracts", "--strategy", "extract-first",
                    "--dataset-kind", "hotel-contracts", "--input", archive, "--output",
                    tree.directory.path("out.db"),
                ], progress: .unwatched())
        }
        #expect(error?.code == .badSetting)
        #expect(try String(contentsOfFile: folder, encoding: .utf8) == "mine")
    }
}
