import Files
import Glibc
import TestSupport
import Testing

@testable import Processes

@Suite("Lookup of programs and of harnesses")
struct LookupTests {
    @Test("The first executable program on the path is found, as by execvp")
    func lookup() throws {
        let root = try TemporaryDirectory()
        for name in ["plain/tool", "right/tool"] { try root.write("#!/bin/sh\n", to: name) }
        chmod(root.path("plain/tool"), 0o644)
        chmod(root.path("right/tool"), 0o755)
        func look(_ name: String, _ folders: String...) -> ProgramLookup {
            ProgramLookup(
                name, searchPath: folders.map(root.path).joined(separator: ":"),
                workingDirectory: root.path)
        }
        #expect(look("tool", "none", "right") == .found(path: ExactPath(root.path("right/tool"))))
        #expect(look("tool", "plain", "right") == .found(path: ExactPath(root.path("right/tool"))))
        #expect(look("right/tool") == .found(path: ExactPath(root.path("right/tool"))))
        #expect(look("tool", "none") == .notFound)
        #expect(
            look("tool", "plain")
                == .notExecutable(
                    path: ExactPath(root.path("plain/tool")), reason: "Permission denied"))
        #expect(
            look("./right")
                == .notExecutable(
                    path: ExactPath(root.path("./right")), reason: "it is a folder"))
    }

    @Test("A name that is not UTF-8 is found byte for byte, even on such a path")
    func bytes() throws {
        let root = try TemporaryDirectory()
        let folder = ExactPath(root.path).appending(ExactPath(bytes: [0xE9]))
        let tool = folder.appending(ExactPath(bytes: Array("caf".utf8) + [0xE9]))
        try #require(folder.withCString { mkdir($0, 0o755) } == 0)
        let file = tool.withCString { open($0, O_WRONLY | O_CREAT, 0o755) }
        try #require(file >= 0)
        close(file)
        let name = ExactPath(bytes: Array("caf".utf8) + [0xE9])
        #expect(
            ProgramLookup(name, searchPath: folder.bytes, workingDirectory: nil)
                == .found(path: tool))
        let other = ProgramLookup("caf\u{FFFD}", searchPath: root.path, workingDirectory: nil)
        #expect(other == .notFound)
        #expect(tool.description.hasSuffix("/\\xE9/caf\\xE9"))
    }

    @Test("A harness is recognized by the names it gives, as long as it lives")
    func identity() throws {
        let own = HarnessIdentity.current
        #expect(HarnessIdentity(groupName: "\(own.groupPrefix)-1") == own)
        #expect(own.isAlive())
        let later = HarnessIdentity(process: getpid(), startTicks: 1)
        #expect(!later.isAlive())
        for name in ["membudget-1-2", "somebody-1-2-3", "membudget-x-2-3", ""] {
            #expect(HarnessIdentity(groupName: name) == nil)
        }
    }
}
