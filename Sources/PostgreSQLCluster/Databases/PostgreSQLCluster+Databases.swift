import Harness
import MemoryBudget

extension PostgreSQLCluster {
    /// Makes a database with one table and fills it from a file in the text format of COPY, which
    /// psql streams to the server.
    ///
    /// - Parameters:
    ///   - name: The database's; letters, digits and underscores.
    ///   - file: The rows; nil leaves the table empty.
    /// - Throws: `HarnessError` with the server's words.
    package func makeDatabase(
        _ name: String, table: PostgreSQLTable, from file: String?
    ) async throws {
        try await perform(["CREATE DATABASE \(name)"], database: "postgres")
        let load = file == nil ? [] : ["COPY \(table.name) FROM STDIN WITH (FREEZE)"]
        try await perform(
            // A table that is filled by who made it needs no log, and its rows are marked as visible
            // at once: the first trial reads what the others read.
            ["BEGIN", "CREATE TABLE \(table.name) (\(table.columns))"] + load
                + ["ALTER TABLE \(table.name) ADD PRIMARY KEY (\(table.key))", "COMMIT"]
                // Without statistics the server would sort the whole table instead of reading it by
                // its key.
                + ["VACUUM (ANALYZE) \(table.name)"],
            database: name, input: file)
    }

    /// Runs statements one after the other, up to the first that fails.
    func perform(_ statements: [String], database: String, input: String? = nil) async throws {
        var command = HelperCommand(
            [
                programs.psql, "--no-psqlrc", "--quiet", "--no-password",
                "--set", "ON_ERROR_STOP=1", "--dbname", connectionString(database: database),
            ] + statements.flatMap { ["--command", $0] },
            environment: plainEnvironment())
        if let input { command.input = input }
        try await Self.run(command, timeout: .seconds(3600))
    }
}
