import Foundation
import Glibc
import TestSupport
import Testing

@testable import PipelineKit

@Suite("Input files")
struct InputFileTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// Reads a file to its end, after changing it.
    private func read(_ path: String, changing change: () throws -> Void) throws -> Int {
        let reader = try ChunkedFileReader(path: path)
        var chunk = [UInt8](repeating: 0, count: 16)
        var byteCount = 0
        try change()
        while case let count = try chunk.withUnsafeMutableBytes({ try reader.read(into: $0) }),
            count > 0
        {
            byteCount += count
        }
        return byteCount
    }

    @Test("An unchanged file can be read to its end, also through a link")
    func unchanged() throws {
        let path = try directory.write("0123456789", to: "file")
        try #require(symlink(path, directory.path("link")) == 0)
        #expect(try read(path) {} == 10)
        #expect(try read(directory.path("link")) {} == 10)
        // Another name or mode doesn't change the content.
        #expect(try read(path) { try #require(link(path, directory.path("other")) == 0) } == 10)
        #expect(try read(path) { try #require(chmod(path, 0o600) == 0) } == 10)
    }

    @Test("A file truncated, replaced or removed during reading is named")
    func changed() throws {
        let changes: [(String) throws -> Void] = [
            { try #require(truncate($0, 3) == 0) },
            { try #require(unlink($0) == 0) },
            { path in
                try directory.write("abcdefghij", to: "new")
                try #require(rename(directory.path("new"), path) == 0)
            },
        ]
        for change in changes {
            let path = try directory.write("0123456789", to: "file")
            let error = #expect(throws: WorkerError.self) { try read(path) { try change(path) } }
            #expect(error?.code == .badSetting)
            #expect(error?.message.hasPrefix("input '\(path)' changed while it was read") == true)
        }
    }

    @Test("Pipes, sockets and devices are refused, without waiting for a writer")
    func special() throws {
        let path = directory.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        for (path, kind) in [(path, "a pipe"), ("/dev/null", "a device")] {
            do {
                _ = try ChunkedFileReader(path: path)
                Issue.record("\(path) was opened")
            } catch {
                #expect(error.code == .badSetting)
                #expect(error.message.hasPrefix("'\(path)' is \(kind), not a regular file"))
            }
            let error = #expect(throws: WorkerError.self) { try refuseSpecialFile(at: path) }
            #expect(error?.message.contains(kind) == true)
        }
        // A tree is read file by file, and a server's address is not a path.
        try refuseSpecialFile(at: directory.path)
        try refuseSpecialFile(at: "host=/tmp dbname=tickets")
        try refuseSpecialFile(at: directory.path("none"))
    }

    @Test("A path keeps its bytes, and its text shows as many as possible")
    func paths() {
        let bytes: [CChar] = [0x61, -1, 0x0A, 0]
        let name = bytes.withUnsafeBufferPointer { $0.baseAddress.map { SystemPath(bytesOf: $0) } }
        let path = name.map { SystemPath("/tmp").appending($0) }
        #expect(path?.text == "/tmp/a\u{FFFD}\n")
        #expect(path?.text(behind: SystemPath("/tmp")) == "a\u{FFFD}\n")
        #expect(path?.withCString { strlen($0) } == 8)
        #expect(SystemPath("..").isOwnOrParentFolder && SystemPath(".").isOwnOrParentFolder)
        #expect(!SystemPath("..a").isOwnOrParentFolder && !SystemPath("").isOwnOrParentFolder)
    }

    @Test("A few remarks are recorded beside rejected units, and not counted")
    func remarks() throws {
        let progress = TrialProgress.unwatched()
        let path = directory.path("list")
        let units = RejectedUnits(path: path, progress: progress)
        #expect(!units.isRecorded)
        for line in 1...5 { try units.remark(line: line, reason: "it is long") }
        try units.add(line: 9, reason: "it is bad")
        #expect(units.isRecorded && units.count == 1 && progress.unitsRejected == 1)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(
            lines == [
                #"{"line":1,"reason":"it is long","kept":true}"#,
                #"{"line":2,"reason":"it is long","kept":true}"#,
                #"{"line":3,"reason":"it is long","kept":true}"#,
                #"{"line":9,"reason":"it is bad"}"#,
            ])
    }
}
