import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Leftovers")
struct LeftoversTests {
    @Test("A leftover process is found by its marker until it has ended")
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

    @Test("An unused name finds no process")
    func noProcess() {
        #expect(Leftovers.processes(named: "membudget-no-such").isEmpty)
    }

    @Test("A leftover cgroup is found, if one can be created")
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

    @Test("A temporary folder is removed with its contents")
    func temporaryDirectory() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let file = try #require(try directory?.write("text", to: "below/file"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "text")
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("The error for a missing product shows the folder searched and a way to fix it")
    func missingProduct() throws {
        let error = try #require(throws: MissingProduct.self) {
            try Products.path("membudget-no-such")
        }
        #expect(error.description.contains(Products.directory))
        #expect(error.description.contains("make build"))
        #expect(!Products.isBuilt("membudget-no-such"))
    }
}
