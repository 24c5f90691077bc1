import Foundation
import TestSupport

/// A fresh working directory in which the real program is run.
struct Workplace {
    let directory: TemporaryDirectory
    /// Where programs that run here keep their temporary files.
    let temporary: TemporaryDirectory
    /// Set in the environment of all that is started here, to find it again.
    let marker = "MEMBUDGET_TEST_MARK=\(UUID().uuidString)"

    init() throws {
        directory = try TemporaryDirectory()
        temporary = try TemporaryDirectory()
    }

    /// Runs `membudget` here.
    func membudget(
        _ arguments: String..., environment: [String: String] = [:], standardInput: String = ""
    ) async throws -> Command.Result {
        try await run(
            [Products.path("membudget")] + arguments, environment: environment,
            standardInput: standardInput)
    }

    /// Runs any program here, with the environment that `membudget` has in these tests.
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

    /// Every process that was started here and still lives; servers are given nothing but `TMPDIR`.
    var processes: [Leftovers.Process] {
        Leftovers.processes(markedByAnyOf: [marker, "TMPDIR=\(temporary.path)"])
    }

    /// A file's text; empty if it isn't there.
    func text(_ name: String) -> String {
        let data = FileManager.default.contents(atPath: directory.path(name)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// Whether a file or folder is there.
    func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: directory.path(name))
    }

    /// The names in a folder, sorted.
    func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path(folder))
        return (names ?? []).sorted()
    }

    /// The temporary files that are there.
    var temporaryNames: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: temporary.path)) ?? ["unreadable"]
    }
}

/// The program whose memory is known.
func selftest() throws -> String { try Products.path("membudget-selftest") }
