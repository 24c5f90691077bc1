import Datasets
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing
import TicketExportSQLite
import TicketExportXLSX
import TicketService

/// A database of tickets, with its exports to files.
struct Tickets: Sendable {
    let directory: TemporaryDirectory
    let database: String

    /// Generates tickets.
    init(count: Int = 2_500) throws {
        directory = try TemporaryDirectory()
        database = try Dataset.generate(
            Scenario.DatasetRequest(kind: "tickets", seed: 7), size: .units(Scale(units: count)),
            into: directory.path("data")
        ).path
    }

    /// Creates a database with SQL.
    init(sql: String) async throws {
        directory = try TemporaryDirectory()
        database = directory.path("tickets.sqlite")
        try await change(sql)
    }

    /// Runs SQL on the database.
    func change(_ sql: String) async throws {
        let result = try await Command.run(["sqlite3", database], standardInput: sql)
        try #require(result.status == 0, "\(result)")
    }

    /// Returns the bytes of an export to a file by the worker; `nil` if it writes none.
    func file(_ settings: [String], pipeline: String = "ticket-export") async throws -> Data? {
        let output = directory.path("file")
        try? FileManager.default.removeItem(atPath: output)
        let strategy = pipeline == "ticket-export" ? "cursor" : "streamed"
        _ = try await Worker([TicketExportSQLite(), TicketExportXLSX()]).perform(
            [
                "run", "--pipeline", pipeline, "--strategy", strategy, "--dataset-kind", "tickets",
                "--input", database, "--output", output,
            ] + settings.flatMap { ["--set", $0] }, progress: .unwatched())
        return FileManager.default.contents(atPath: output)
    }

    /// The number of this process's open files that are the database, or a temporary file of an
    /// export.
    var openCount: Int {
        let descriptors =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.count { descriptor in
            let path = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/fd/\(descriptor)")
            return path.map { $0.hasPrefix(database) || $0.contains("/membudget-export-") } ?? false
        }
    }
}

/// A server in this process.
struct Service: Sendable {
    let port: Int
    let server: TicketServer
    /// Asks the server to stop.
    let stop: @Sendable () -> Void

    /// Runs `body` with a server, and waits for the server's end.
    static func running<Value: Sendable>(
        _ tickets: Tickets, change: (inout TicketServer.Configuration) -> Void = { _ in },
        body: @escaping @Sendable (Service) async throws -> Value
    ) async throws -> Value {
        var configuration = TicketServer.Configuration(database: tickets.database)
        configuration.workbooks = { selection, database, path, progress in
            try TicketWorkbook.write(
                selection, from: database, toFileAt: path, named: "a file", progress: progress
            ).map { WorkbookCounts(rowCount: $0.rowCount, rejectedCount: $0.rejectedCount) }
        }
        change(&configuration)
        let server = TicketServer(configuration)
        return try await withRunningServer {
            try await server.run(onListening: $0, stop: $1)
        } work: { port, stop in
            try await body(Service(port: port, server: server, stop: stop))
        }
    }

    /// Sends a request on a connection of its own, which ends with the answer.
    ///
    /// - Parameter isSlow: Whether the client's system buffers little before the client reads.
    func request(
        _ path: String, method: String = "GET", headers: String = "", isSlow: Bool = false
    ) throws -> RawConnection {
        let connection = try RawConnection(port: port, receiveByteCount: isSlow ? 16 << 10 : nil)
        connection.send(
            "\(method) \(path) HTTP/1.1\r\nhost: localhost:\(port)\r\nconnection: close\r\n"
                + headers + "\r\n")
        return connection
    }

    /// Sends one request and returns its answer.
    func answer(
        _ path: String, method: String = "GET", headers: String = ""
    ) async throws -> Answer {
        Answer(await try request(path, method: method, headers: headers).readBytes().bytes)
    }

    /// Waits until no export is running any more.
    func isIdle() async -> Bool {
        await eventually { server.status.runningCount == 0 }
    }
}
