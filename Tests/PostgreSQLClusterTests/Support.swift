import Files
import Glibc
import TestSupport
import Testing

@testable import PostgreSQLCluster

/// Functions shared by the tests of clusters.
enum Clusters {
    /// Whether this machine has a PostgreSQL server; without one, tests are skipped with a message.
    static let areInstalled = PostgreSQLCluster.unavailableReason == nil

    /// Returns the output of a query in psql.
    static func answer(_ query: String, _ connection: String) async throws -> String {
        let result = try await TestSupport.Command.run([
            "psql", "-XAtw", "-d", connection, "-c", query,
        ])
        guard result.status == 0 else { throw Refused(result: result) }
        return String(result.standardOutput.dropLast())
    }

    struct Refused: Error {
        let result: TestSupport.Command.Result
    }

    /// Returns the process ID of the server.
    static func postmaster(of folder: String) -> pid_t? {
        readText("\(folder)/data/postmaster.pid")?.split(separator: "\n").first.flatMap {
            pid_t($0)
        }
    }

    /// Returns whether a process exists and is not a zombie.
    static func isRunning(_ process: pid_t) -> Bool {
        guard let text = readText("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else {
            return false
        }
        return !text[end...].hasPrefix(") Z")
    }

    /// Waits up to ten seconds for a process to end; returns whether it did.
    static func hasEnded(_ process: pid_t) async throws -> Bool {
        for _ in 0..<500 where isRunning(process) {
            try await Task.sleep(for: .milliseconds(20))
        }
        return !isRunning(process)
    }
}

/// A folder that any user may enter, with a path short enough for a socket.
final class OpenFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/clusters-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try #require(chmod(path, 0o777) == 0)
    }

    deinit {
        for name in entries { try? Directory.remove("\(path)/\(name)") }
        rmdir(path)
    }

    var entries: [String] { directoryEntries(path) }
}
