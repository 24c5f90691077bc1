import Glibc
import TestSupport
import Testing

@testable import Files

@Suite("The page cache")
struct CachedPagesTests {
    let root: TemporaryDirectory

    init() throws {
        root = try TemporaryDirectory()
    }

    private static let pageCount = 256

    /// Returns the number of the file's pages in memory.
    private func cachedCount() throws -> Int {
        let byteCount = Self.pageCount * 4096
        let descriptor = open(root.path("file"), O_RDONLY)
        defer { close(descriptor) }
        let start = try #require(mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0))
        defer { munmap(start, byteCount) }
        var pages = [UInt8](repeating: 0, count: Self.pageCount)
        try #require(start != MAP_FAILED && mincore(start, byteCount, &pages) == 0)
        return pages.count { $0 & 1 == 1 }
    }

    /// Whether the file is certainly on a disk, because pages of a memory file system can't be
    /// dropped.
    private var isOnDisk: Bool {
        var status = stat()
        // File systems without their own device have major number 0.
        return stat(root.path, &status) == 0 && status.st_dev >> 8 != 0
    }

    @Test("The pages of a written file are dropped, and its content is kept")
    func dropped() throws {
        let bytes = (0..<Self.pageCount * 4096).map { UInt8(truncatingIfNeeded: $0) }
        try root.write(bytes, to: "file")
        #expect(try cachedCount() == Self.pageCount)
        let file = try OpenFile(reading: root.path("file"))
        file.dropCachedPages()
        if isOnDisk { #expect(try cachedCount() == 0) }
        #expect(try file.readAll() == bytes)
    }
}
