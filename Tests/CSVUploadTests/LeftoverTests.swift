import Foundation
import TestSupport
import Testing

@testable import UploadService

@Suite("Leftovers of a killed upload service")
struct LeftoverTests {
    @Test("An unfinished database is removed with the file that reserves its name; others stay")
    func left() throws {
        let directory = try TemporaryDirectory()
        let folder = ".upload-1.sqlite.part.abc123"
        try FileManager.default.createDirectory(
            atPath: directory.path(folder), withIntermediateDirectories: false)
        let names = ["\(folder)/data", "\(folder)/lock", "upload-2.sqlite", "upload-3.sqlite"]
        for name in names {
            try directory.write(name == "upload-2.sqlite" ? "" : "rows", to: name)
        }
        try directory.write("", to: "upload-1.sqlite")
        let uploads = try UploadFolder(directory.path)
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        // The second one may belong to another service that has just started.
        #expect(left == ["upload-2.sqlite", "upload-3.sqlite"])
        #expect(try uploads.takeNumber(from: 1) == 1)
    }
}
