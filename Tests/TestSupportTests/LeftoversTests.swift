import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Finding what was left behind")
struct LeftoversTests {
    @Test("A process that was left behind is noticed by its marker, until it is gone")
    func markedProcess() async throws {
        let marker = "MEMBUDGET_TEST_MARKER=\(UUID().uuidString)"
        let parts = marker.split(separator: "=").map(String.init)
        #expect(Leftovers.processes(marked: marker).isEmpty)
        let result = try await Command.run(
            ["sh", "-c", "sleep 600 & echo $!"], environment: [parts[0]: parts[1]])
        let identifier = try #require(
            Int32(result.standardOutput.trimmingCharacters(in: .newlines)))
        // While a process executes another program, its environment can't be read for a moment.
        #expect(
            await eventually {
                Leftovers.processes(marked: marker).map(\.identifier) == [identifier]
            })
        #expect(
            await eventually {
                Leftovers.processes(named: "sleep").contains { $0.identifier == identifier }
            })
        _ = try await Command.run(["kill", "-9", "\(identifier)"])
        #expect(await eventually { Leftovers.processes(marked: marker).isEmpty })
    }

    @Test("A name that nothing has finds nothing")
    func noProcess() {
        #expect(Leftovers.processes(named: "membudget-no-such").isEmpty)
    }

    @Test("A cgroup that was left behind is noticed, where one can be made")
    func cgroup() throws {
        let name = "membudget-test-\(UUID().uuidString)"
        let made = Leftovers.ownDirectories().compactMap { own -> String? in
            let path = own + "/" + name
            let isMade: Void? = try? FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false)
            return isMade == nil ? nil : path
        }
        for path in made {
            #expect(Leftovers.cgroups().contains(path))
            try #require(rmdir(path) == 0)
            #expect(!Leftovers.cgroups().contains(path))
        }
    }

    @Test("A temporary directory goes away with what is in it")
    func temporaryDirectory() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let file = try #require(try directory?.write("text", to: "below/file"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "text")
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("A product that has not been built says where it was looked for and what to do")
    func missingProduct() throws {
        let error = try #require(throws: MissingProduct.self) {
            try Products.path("membudget-no-such")
        }
        #expect(error.description.contains(Products.directory))
        #expect(error.description.contains("make build"))
        #expect(!Products.isBuilt("membudget-no-such"))
    }
}
