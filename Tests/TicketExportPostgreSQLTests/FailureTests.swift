import Foundation
import Glibc
import PipelineKit
import TestSupport
import Testing

@testable import TicketExportPostgreSQL

@Suite("Failures of PostgreSQL exports", .needsServer, .cluster, .serialized)
struct FailureTests {
    private func failure(
        _ input: String, _ settings: [String: String] = [:], strategy name: String = "copy"
    ) async throws -> WorkerError {
        let export = try Export(input, settings)
        let error = await #expect(throws: WorkerError.self) {
            try await export.run(try strategy(name))
        }
        #expect(try export.files == [])
        return try #require(error)
    }

    @Test(
        "A server that disconnects midway is an error with its message, and leaves no file",
        arguments: strategyNames.filter { $0 != "fetch-all" })
    func killed(_ name: String) async throws {
        let input = try Database.large.input()
        let export = try Export(input, ["batch": "100"])
        let victim = try strategy(
            name,
            demand: { count in
                if count == 1000 { Self.terminate(input) }
                return true
            })
        let error = await #expect(throws: WorkerError.self) { try await export.run(victim) }
        #expect(error?.code == .io)
        let words = "\(try #require(error))"
        #expect(words.hasPrefix("cannot read database 'large' of PostgreSQL: "))
        // In the middle of a stream, the server can't send a message.
        let isStream = ["single-row", "copy"].contains(name)
        #expect(
            words.contains("terminating connection due to administrator command") || isStream)
        #expect(words.contains("server closed the connection unexpectedly"))
        #expect(!words.contains("\n"))
        #expect(export.context.progress.unitsDone < Database.large.rowCount)
        #expect(try export.files == [])
    }

    /// Ends every other connection to the database.
    private static func terminate(_ input: String) {
        do {
            let rows = try Connection(input).rows(
                of: .statement(
                    """
                    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """))
            #expect(rows.count > 0)
        } catch {
            Issue.record(error)
        }
    }

    @Test("A database without the table is an input error", arguments: strategyNames)
    func noTable(_ name: String) async throws {
        let input = try Database.empty.input().replacing("dbname=empty", with: "dbname=postgres")
        let error = try await failure(input, strategy: name)
        #expect(error.code == .badSetting)
        #expect("\(error)".contains("relation \"tickets\" does not exist"))
    }

    @Test("A missing database and a missing server are missing inputs")
    func missing() async throws {
        let input = try Database.empty.input()
        let noDatabase = try await failure(input.replacing("dbname=empty", with: "dbname=none"))
        #expect(noDatabase.code == .inputMissing)
        #expect("\(noDatabase)".contains("database \"none\" does not exist"))
        let folder = try TemporaryDirectory()
        let noServer = try await failure("host=\(folder.path) dbname=x user=y")
        #expect(noServer.code == .inputMissing)
        #expect("\(noServer)".contains("No such file or directory"))
        let nonsense = try await failure("no_such_option=1")
        #expect("\(nonsense)".contains("invalid connection option"))
    }

    @Test("A server that accepts the connection but doesn't answer times out")
    func silent() async throws {
        let folder = try TemporaryDirectory()
        let listener = try Listener(at: folder.path(".s.PGSQL.5432"))
        defer { withExtendedLifetime(listener) {} }
        let error = try await failure("host=\(folder.path) dbname=x user=y connect_timeout=2")
        #expect(error.code == .inputMissing)
        #expect("\(error)".contains("timeout expired"))
    }

    @Test("A locked table is an error after a while", arguments: strategyNames)
    func locked(_ name: String) async throws {
        let input = try Database.empty.input()
        let holder = try Connection(input + " options='-c default_transaction_read_only=off'")
        try holder.perform("ROLLBACK")
        try holder.perform("BEGIN; LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE")
        let error = try await failure(input + " options='-c lock_timeout=100ms'", strategy: name)
        #expect(error.code == .io)
        #expect("\(error)".contains("lock timeout"))
    }

    @Test("The database is only read")
    func readOnly() throws {
        let connection = try Connection(try Database.tickets.input())
        let error = #expect(throws: WorkerError.self) {
            try connection.perform("DELETE FROM tickets")
        }
        #expect("\(try #require(error))".contains("read-only transaction"))
    }
}

/// A socket that accepts connections and never answers.
private final class Listener: Sendable {
    private let descriptor: Int32

    init(at path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0 && listen(descriptor, 5) == 0)
    }

    deinit {
        close(descriptor)
    }
}
