import Files
import Foundation
import TestSupport
import Testing

@Suite("Content digests")
struct ContentDigestTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func digest(_ bytes: [UInt8], by chunk: Int? = nil) -> String {
        var digest = ContentDigest()
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(chunk ?? bytes.count)
            rest = rest.dropFirst(part.count)
            Array(part).withUnsafeBytes { digest.add($0) }
        } while !rest.isEmpty
        return digest.hexadecimal
    }

    @Test("A digest depends on every bit, the order and the length, but not on the chunks")
    func sensitive() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = digest(bytes)
        #expect(whole.count == 32 && whole.allSatisfy(\.isHexDigit))
        #expect(digest(bytes, by: 32) == whole && digest(bytes, by: 320) == whole)
        var found: Set<String> = [whole]
        for index in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[index] ^= 1 << bit
                found.insert(digest(other))
            }
        }
        #expect(found.count == 8_001)
        var swapped = bytes
        swapped.swapAt(3, 35)
        #expect(digest(swapped) != whole)
        #expect(digest(bytes + [0]) != whole && digest(Array(bytes.dropLast())) != whole)
        #expect(digest([]) != digest([0]) && digest([0]) != digest([0, 0]))
    }

    @Test("The digest of a file is that of its bytes, also beyond one buffer")
    func file() throws {
        let bytes = (0..<(1 << 20) + 77).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let path = directory.path("data")
        try Data(bytes).write(to: URL(filePath: path))
        var read = 0
        #expect(try ContentDigest.of(path) { read += $0 } == digest(bytes))
        #expect(read == bytes.count)
        #expect(throws: FileError.self) { try ContentDigest.of(directory.path("nowhere")) }
    }

    @Test("The digest of a tree depends on names and contents")
    func tree() throws {
        try directory.write("one", to: "tree/a/x")
        try directory.write("two", to: "tree/b")
        let path = directory.path("tree")
        let before = try ContentDigest.of(path)
        #expect(try ContentDigest.of(path) == before)
        try directory.write("tow", to: "tree/b")
        let changed = try ContentDigest.of(path)
        #expect(changed != before)
        try directory.write("two", to: "tree/b")
        #expect(try ContentDigest.of(path) == before)
        try FileManager.default.moveItem(
            atPath: directory.path("tree/b"), toPath: directory.path("tree/c"))
        #expect(try ContentDigest.of(path) != before)
    }

    @Test("A stamp changes when the file is written, even if its times are reset")
    func stamp() throws {
        let path = try directory.write("one", to: "data")
        let before = try #require(FileStamp(of: path))
        #expect(FileStamp(of: path) == before)
        try directory.write("two", to: "data")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
        #expect(FileStamp(of: path) != before)
        #expect(FileStamp(of: directory.path("nowhere")) == nil && FileStamp(of: "/") == nil)
    }

    @Test("A folder has the same identity by every path that leads to it")
    func identity() throws {
        try directory.write("", to: "real/x")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path("link"), withDestinationPath: directory.path("real"))
        let real = try #require(FileIdentity(of: directory.path("real")))
        #expect(FileIdentity(of: directory.path("link")) == real)
        #expect(FileIdentity(of: directory.path("link/../real/")) == real)
        #expect(FileIdentity(of: directory.path("real/x")) != real)
        #expect(FileIdentity(of: directory.path("nowhere")) == nil)
    }
}
