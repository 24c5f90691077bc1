import Foundation
import TestSupport
import Testing

@testable import PipelineKit

@Suite("Results in progress")
struct UnfinishedOutputTests {
    private let directory: TemporaryDirectory
    private let output: String

    init() throws {
        directory = try TemporaryDirectory()
        output = directory.path("result")
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    private func write(_ text: String, to path: String) throws {
        let descriptor = try createFile(path)
        defer { close(descriptor) }
        try writeAll(text, to: descriptor, path: path)
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test("Each result has its own private folder, which is removed with it")
    func ownFolder() throws {
        do {
            let one = try UnfinishedOutput(at: output)
            let other = try UnfinishedOutput(at: output)
            #expect(one.temporaryPath != other.temporaryPath)
            for path in [one.temporaryPath, other.temporaryPath] {
                #expect(mode(URL(filePath: path).deletingLastPathComponent().path) == 0o700)
            }
            try write("log", to: one.temporaryPath + "-wal")
            #expect(try names().count == 2)
        }
        #expect(try names().isEmpty)
    }

    @Test("Publishing replaces a file, or the target of a link")
    func published() throws {
        try directory.write("old", to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: output, withDestinationPath: directory.path("elsewhere"))
        for text in ["first", "second"] {
            let file = try UnfinishedOutput(at: output)
            try write(text, to: file.temporaryPath)
            try file.publish()
            #expect(
                try String(contentsOfFile: directory.path("elsewhere"), encoding: .utf8) == text)
        }
        #expect(try names() == ["elsewhere", "result"])
        #expect(mode(output) & S_IFMT == 0 && fileType(of: output) == S_IFLNK)
    }

    @Test("A folder of such a name with other content is left alone, and not continued")
    func strangers() throws {
        let folders = [".result.part.abc123", "result.unfinished"]
        for name in folders {
            try FileManager.default.createDirectory(
                atPath: directory.path(name), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755])
            try directory.write("precious", to: "\(name)/mine")
        }
        UnfinishedOutput.removeLeft(for: output)
        #expect(throws: WorkerError.self) { try ContinuedOutput(at: output) }
        for name in folders {
            let text = try String(contentsOfFile: directory.path("\(name)/mine"), encoding: .utf8)
            #expect(text == "precious")
            #expect(mode(directory.path(name)) == 0o755)
        }
    }

    @Test("Leftovers of dead runs are removed; results of live runs, and other files, stay")
    func sweep() throws {
        let left = ".result.part.abc123"
        for name in [left, ".result.part.abc1234", ".results.part.abc123"] {
            try FileManager.default.createDirectory(
                atPath: directory.path(name), withIntermediateDirectories: false)
            try directory.write("half", to: "\(name)/data")
            try directory.write("", to: "\(name)/lock")
        }
        let elsewhere = try TemporaryDirectory()
        try elsewhere.write("precious", to: "data")
        // Both inside a folder that is swept, and in its place.
        for link in [".result.part.linked", "\(left)/data-link"] {
            try FileManager.default.createSymbolicLink(
                atPath: directory.path(link), withDestinationPath: elsewhere.path)
        }
        let living = try UnfinishedOutput(at: output)
        try write("mine", to: living.temporaryPath)
        let next = try UnfinishedOutput(at: output)
        #expect(FileManager.default.fileExists(atPath: living.temporaryPath))
        try write("next", to: next.temporaryPath)
        try next.publish()
        try living.publish()
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "mine")
        #expect(FileManager.default.fileExists(atPath: elsewhere.path("data")))
        #expect(!FileManager.default.fileExists(atPath: directory.path(left)))
        #expect(try names().contains(".result.part.abc1234"))
        #expect(try names().contains(".results.part.abc123"))
        #expect(try names().contains(".result.part.linked"))
    }

    @Test("A database replaces only an empty file, and no log is applied to it")
    func database() throws {
        try directory.write("", to: "result")
        for suffix in ["-wal", "-shm", "-journal"] {
            try directory.write("x", to: "result" + suffix)
        }
        do {
            let file = try UnfinishedOutput(ofDatabase: output)
            try write("rows", to: file.temporaryPath)
            try file.publishDatabase()
        }
        #expect(try names() == ["result"])
        let error = #expect(throws: WorkerError.self) { try UnfinishedOutput(ofDatabase: output) }
        #expect(error?.code == .badSetting && error?.message.contains(output) == true)
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "rows")
    }

    @Test("A name of the maximum length gets a folder, too")
    func longName() throws {
        let long = directory.path(String(repeating: "ä", count: 127))
        let file = try UnfinishedOutput(at: long)
        try write("x", to: file.temporaryPath)
        try file.publish()
        #expect(try String(contentsOfFile: long, encoding: .utf8) == "x")
    }

    @Test("A new file replaces nothing, and follows no link")
    func newFile() throws {
        try directory.write("precious", to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: output, withDestinationPath: directory.path("elsewhere"))
        #expect(throws: WorkerError.self) { try createFile(output) }
        #expect(throws: WorkerError.self) { try createFile(directory.path("elsewhere")) }
        #expect(
            try String(contentsOfFile: directory.path("elsewhere"), encoding: .utf8) == "precious")
    }

    @Test("Without an origin there is nothing to continue; with one, it is kept and locked")
    func continued() throws {
        do {
            let file = try ContinuedOutput(at: output)
            #expect(file.origin == nil)
            try write("half", to: file.temporaryPath)
        }
        #expect(try names().isEmpty)
        do {
            let file = try ContinuedOutput(at: output)
            try write("half", to: file.temporaryPath)
            try file.begin(from: "here")
            let error = #expect(throws: WorkerError.self) { try ContinuedOutput(at: output) }
            #expect(error?.code == .io)
        }
        #expect(try names() == ["result.unfinished"])
        chmod(directory.path("result.unfinished"), 0o777)
        let file = try ContinuedOutput(at: output)
        #expect(file.origin == "here" && mode(file.folderPath) == 0o700)
        try file.publishDatabase()
        #expect(try names() == ["result"])
        #expect(throws: WorkerError.self) { try ContinuedOutput(at: output) }
    }
}
