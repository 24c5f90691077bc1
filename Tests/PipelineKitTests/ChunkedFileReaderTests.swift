import Foundation
import PipelineKit
import Testing

@Suite("Reading a file in chunks")
struct ChunkedFileReaderTests {
    @Test(
        "The chunks together are the file, whatever their size", arguments: [1, 7, 4096, 100_000])
    func chunks(byteCount: Int) throws {
        let content = Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try content.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let reader = try ChunkedFileReader(path: file.path)
        #expect(reader.byteCount == content.count)
        var chunk = [UInt8](repeating: 0, count: byteCount)
        var collected: [UInt8] = []
        while case let count = try chunk.withUnsafeMutableBytes({ try reader.read(into: $0) }),
            count > 0
        {
            collected += chunk.prefix(count)
        }
        #expect(Data(collected) == content)
        #expect(try Data(ChunkedFileReader(path: file.path).readAll()) == content)
    }

    @Test("A missing file and a folder are reported as such")
    func failures() throws {
        do {
            _ = try ChunkedFileReader(path: "/none/at/all")
            Issue.record("a missing file was opened")
        } catch {
            #expect(error.code == .inputMissing)
            #expect(error.description == "cannot read '/none/at/all': No such file or directory")
        }
        do {
            _ = try ChunkedFileReader(path: "/")
            Issue.record("a directory was opened")
        } catch {
            #expect(error.code == .badSetting)
            #expect(error.description.hasPrefix("'/' is a directory, not a regular file"))
        }
    }
}
