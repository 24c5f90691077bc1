import Files
import MemoryBudget
import Processes

/// A private PostgreSQL server on a Unix socket, in a folder that is removed when it stops.
///
/// ```swift
/// let cluster = try await PostgreSQLCluster.start()
/// let table = PostgreSQLTable(name: "orders", columns: "id bigint", key: "id")
/// try await cluster.makeDatabase("shop", table: table, from: nil)
/// print(cluster.connectionString(database: "shop"))
/// cluster.stop()
/// ```
///
/// It never outlives this process: if that is killed, the kernel tells the server to stop, and the
/// leftovers on disk are removed by the next start or by ``ClusterSweep``. It uses no network and
/// no password; only users who may enter its data folder can connect. Its memory doesn't count as
/// that of any trial.
package final class PostgreSQLCluster: Sendable {
    /// The user who connects, and owns every database.
    package static let user = "membudget"

    let programs: PostgreSQLPrograms
    let folder: ClusterFolder
    private let server: HelperServer

    /// Creates a cluster and starts its server, which takes about two seconds.
    ///
    /// - Parameter parent: The folder to create its folder in; `$TMPDIR` or /tmp by default.
    /// - Throws: `MachineError`: `.unavailable` if PostgreSQL is not installed or no account can
    ///   run it, `.system` with the error message of the program that failed.
    package static func start(
        in parent: String = environmentTemporaryFolder()
    ) async throws -> PostgreSQLCluster {
        let programs = try PostgreSQLPrograms()
        ClusterSweep.run(in: parent)
        let folder = try ClusterFolder(in: parent)
        do {
            try await initialize(folder, with: programs)
            return PostgreSQLCluster(
                programs: programs, folder: folder,
                server: try await Server.start(programs, in: folder))
        } catch {
            folder.remove()
            throw error
        }
    }

    /// The reason why no cluster can run on this machine, with the remedy; `nil` if one can.
    package static var unavailableReason: String? {
        do {
            _ = try PostgreSQLPrograms()
            _ = try ServerAccount()
            return nil
        } catch {
            return "\(error)"
        }
    }

    private init(programs: PostgreSQLPrograms, folder: ClusterFolder, server: HelperServer) {
        self.programs = programs
        self.folder = folder
        self.server = server
    }

    deinit {
        stop()
    }

    /// Returns libpq's parameters to connect to a database: `host=/tmp/… dbname=… user=membudget`.
    package func connectionString(database: String) -> String {
        "host=\(folder.dataPath) port=\(ClusterFolder.port) dbname=\(database) user=\(Self.user)"
    }

    /// Stops the server and removes the folder; further calls do nothing.
    package func stop() {
        server.stop()
        folder.remove()
    }

    private static func initialize(
        _ folder: ClusterFolder, with programs: PostgreSQLPrograms
    ) async throws {
        var command = folder.command([
            programs.initdb, "-D", folder.dataPath, "-U", user, "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--locale=C", "--no-instructions",
        ])
        // initdb lets its own child finish, which would otherwise leave shared memory behind.
        command.patience = .seconds(20)
        try await run(command, timeout: .seconds(120))
    }

    /// Runs one of PostgreSQL's programs to its end.
    private static func run(_ command: HelperCommand, timeout: Duration) async throws {
        let answer = try await HelperProcess.run(command, timeout: timeout)
        guard answer.status != .exited(code: 0) else { return }
        let words = answer.errorText.isEmpty ? "it printed no error" : answer.errorText
        throw MachineError(.system, "\(command.arguments[0]) failed: \(words)")
    }
}

extension PostgreSQLCluster {
    /// Creates a database with one table, and fills it from a file in the text format of COPY,
    /// which psql streams to the server.
    ///
    /// - Parameters:
    ///   - name: The database's name; letters, digits and underscores.
    ///   - file: The file with the rows; `nil` leaves the table empty.
    /// - Throws: `MachineError` with the server's message.
    package func makeDatabase(
        _ name: String, table: PostgreSQLTable, from file: String?
    ) async throws {
        try await perform(["CREATE DATABASE \(name)"], database: "postgres")
        let load = file == nil ? [] : ["COPY \(table.name) FROM STDIN WITH (FREEZE)"]
        try await perform(
            // Rows copied in the transaction that creates the table need no log and are visible at
            // once, so that the first trial reads the same as the others.
            ["BEGIN", "CREATE TABLE \(table.name) (\(table.columns))"] + load
                + ["ALTER TABLE \(table.name) ADD PRIMARY KEY (\(table.key))", "COMMIT"]
                // Without statistics the server would sort the whole table instead of reading it by
                // its key.
                + ["VACUUM (ANALYZE) \(table.name)"],
            database: name, input: file)
    }

    /// Runs statements one after another, up to the first that fails.
    private func perform(
        _ statements: [String], database: String, input: String? = nil
    ) async throws {
        var command = HelperCommand(
            isolated: [
                programs.psql, "--no-psqlrc", "--quiet", "--no-password",
                "--set", "ON_ERROR_STOP=1", "--dbname", connectionString(database: database),
            ] + statements.flatMap { ["--command", $0] })
        if let input { command.input = input }
        try await Self.run(command, timeout: .seconds(3600))
    }
}
