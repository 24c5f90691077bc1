import Glibc
import TestSupport
import Testing

@testable import Processes

@Suite("Where programs are, and who made what")
struct LookupTests {
    @Test("A program is the first on the path that may be run, as execvp looks")
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
        #expect(look("tool", "none", "right") == .found(path: root.path("right/tool")))
        #expect(look("tool", "plain", "right") == .found(path: root.path("right/tool")))
        #expect(look("right/tool") == .found(path: root.path("right/tool")))
        #expect(look("tool", "none") == .notFound)
        #expect(
            look("tool", "plain")
                == .notExecutable(path: root.path("plain/tool"), reason: "Permission denied"))
        #expect(
            look("./right")
                == .notExecutable(path: root.path("./right"), reason: "it is a directory"))
    }

    @Test("A harness is known by the names of what it makes, for as long as it lives")
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
