import MemoryBudget
import Testing

@testable import Datasets

@Suite("Data written by a user's command")
struct CommandDataTests {
    /// A script that writes one line per unit, and counts its runs.
    private static let script = """
        import sys
        open('count', 'a').write('x')
        open(sys.argv[2], 'w').write('row\\n' * int(sys.argv[1]))
        """

    private func command(
        _ script: String = script, _ words: [String] = ["{scale}", "{output}"], in directory: String
    ) throws -> CommandData {
        try write(Array(script.utf8), to: "\(directory)/gen.py")
        return try CommandData(["python3", "gen.py"] + words, folder: directory, libexec: "/")
    }

    @Test("A command runs once per scale, and again when its script has changed")
    func commandOnce() throws {
        try withTemporaryDirectory { directory in
            let cache = DatasetCache(root: "\(directory)/cache")
            for _ in 0..<2 {
                let data = try cache.dataset(
                    from: command(in: directory), scale: Scale(units: 3))
                #expect(try contents(of: data.path) == Array("row\nrow\nrow\n".utf8))
                #expect(data.manifest.units == 3 && data.manifest.bytes == 12)
            }
            #expect(try contents(of: "\(directory)/count").count == 1)
            _ = try cache.dataset(from: command(in: directory), scale: Scale(units: 0))
            let changed = try command(Self.script + "\n", in: directory)
            _ = try cache.dataset(from: changed, scale: Scale(units: 3))
            #expect(try contents(of: "\(directory)/count").count == 3)
        }
    }

    @Test("The output of a command is under the cap, although its size was unknown")
    func underCap() throws {
        try withTemporaryDirectory { directory in
            let cache = DatasetCache(root: "\(directory)/cache", cap: ByteCount(4_000))
            let small = try command(in: directory)
            _ = try cache.dataset(from: small, scale: Scale(units: 500))
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(from: small, scale: Scale(units: 1_500))
            }
            #expect(error?.code == .overCap)
            #expect(try cache.contents().count == 1)
            // Unused datasets are evicted to make room.
            _ = try cache.dataset(from: small, scale: Scale(units: 700))
            let kept = try cache.contents().compactMap(\.manifest?.units)
            #expect(kept == [700], "\(kept)")
        }
    }

    @Test(
        "A command that fails gives the reason, and leaves nothing",
        arguments: [
            ("import sys; sys.exit('no orders today')", "failed with exit status 1", "no orders"),
            ("pass", "wrote nothing to {output}", "gen.py"),
            ("import os; os.kill(os.getpid(), 9)", "was killed by signal 9", "without output"),
            ("raise ValueError('bad day')", "failed with exit status 1", "ValueError: bad day"),
            ("import os, sys; os.mkfifo(sys.argv[2])", "neither a file nor a folder", "gen.py"),
        ])
    func commandFails(script: String, reason: String, words: String) throws {
        try withTemporaryDirectory { directory in
            let cache = DatasetCache(root: "\(directory)/cache")
            let data = try command(script, in: directory)
            let error = #expect(throws: DatasetError.self) {
                try cache.dataset(from: data, scale: Scale(units: 1_000))
            }
            #expect(error?.code == .commandFailed)
            let message = error?.message ?? ""
            #expect(message.contains(reason) && message.contains(words), "\(message)")
            #expect(message.contains("scale 1k"))
            #expect(try cache.contents().isEmpty)
        }
    }

    @Test("A missing program is reported")
    func missingProgram() throws {
        try withTemporaryDirectory { directory in
            let data = try CommandData(
                ["no-such-program", "{output}"], folder: directory, libexec: "/")
            let error = #expect(throws: DatasetError.self) {
                try DatasetCache(root: "\(directory)/cache").dataset(
                    from: data, scale: Scale(units: 1))
            }
            #expect(error?.code == .commandFailed)
            #expect(error?.message.contains("there is no program 'no-such-program'") == true)
        }
    }

    private struct Stopped: Error {}

    @Test("A stopped command is ended, and leaves nothing")
    func stopped() throws {
        try withTemporaryDirectory { directory in
            let data = try command("import time; time.sleep(1000)", in: directory)
            let cache = DatasetCache(root: "\(directory)/cache")
            #expect(throws: Stopped.self) {
                try cache.dataset(from: data, scale: Scale(units: 1)) {
                    if $0.stage == .generating { throw Stopped() }
                }
            }
            #expect(try cache.contents().isEmpty)
        }
    }
}
