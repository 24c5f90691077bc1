import Foundation
import TestSupport

/// A new working folder in which the real program is run.
struct Workplace {
    let directory: TemporaryDirectory
    /// The temporary folder of programs that run here.
    let temporary: TemporaryDirectory
    /// A variable in the environment of every process started here, to find it again.
    let marker = "MEMBUDGET_TEST_MARK=\(UUID().uuidString)"

    init() throws {
        directory = try TemporaryDirectory()
        temporary = try TemporaryDirectory()
    }

    /// Runs `membudget` in the folder.
    func membudget(
        _ arguments: String..., environment: [String: String] = [:], standardInput: String = ""
    ) async throws -> Command.Result {
        try await run(
            [Products.path("membudget")] + arguments, environment: environment,
            standardInput: standardInput)
    }

    /// Runs any program in the folder, with the environment that `membudget` has in these tests.
    func run(
        _ arguments: [String], environment: [String: String] = [:], standardInput: String = ""
    ) async throws -> Command.Result {
        let mark = marker.split(separator: "=").map(String.init)
        let own = [
            mark[0]: mark[1], "MEMBUDGET_CACHE": SharedCache.path, "TMPDIR": temporary.path,
            "NO_COLOR": "1",
        ]
        return try await Command.run(
            arguments, environment: own.merging(environment) { _, new in new },
            standardInput: standardInput, workingDirectory: directory.path,
            timeLimit: .seconds(120))
    }

    /// The living processes that were started here; servers inherit only `TMPDIR`.
    var processes: [Leftovers.Process] {
        Leftovers.processes(markedByAnyOf: [marker, "TMPDIR=\(temporary.path)"])
    }

    /// Returns the text of a file; empty if it doesn't exist.
    func text(_ name: String) -> String {
        let data = FileManager.default.contents(atPath: directory.path(name)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// Returns whether a file or folder exists.
    func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: directory.path(name))
    }

    /// Returns the names in a folder, sorted.
    func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path(folder))
        return (names ?? []).sorted()
    }

    /// The existing temporary files.
    var temporaryNames: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: temporary.path)) ?? ["unreadable"]
    }
}

/// The program of known memory.
func selftest() throws -> String { try Products.path("membudget-selftest") }
