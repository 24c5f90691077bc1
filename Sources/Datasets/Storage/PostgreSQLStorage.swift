import PostgreSQLCluster

/// A private PostgreSQL server with one database per size, which runs until it is stopped.
struct PostgreSQLStorage: DatasetStorage {
    /// The table in each database.
    let table: PostgreSQLTable

    /// The size of an empty cluster.
    private static let emptyBytes = 64 << 20
    /// Disk space per byte of a file: rows with their headers, an index, and the write-ahead log.
    private static let bytesPerFileByte = 3
    private static let bytesPerSecond = 100.0 * 1_048_576

    var unavailableReason: String? { PostgreSQLCluster.unavailableReason }

    func need(fileBytes: [Int]) -> StorageNeed {
        var need = StorageNeed()
        need.bytes = fileBytes.reduce(Self.emptyBytes) { $0 + $1 * Self.bytesPerFileByte }
        need.duration = .seconds(Double(need.bytes) / Self.bytesPerSecond)
        return need
    }

    /// Starts the server and fills it.
    ///
    /// - Throws: `MachineError` with the server's message.
    func prepare(
        _ datasets: [Int: Dataset], checkStop: () throws -> Void
    ) async throws -> StoredData {
        let server = try await PostgreSQLCluster.start()
        do {
            var locations: [Int: String] = [:]
            for (units, dataset) in datasets.sorted(by: { $0.key < $1.key }) {
                try checkStop()
                let database = "\(table.name)_\(units)"
                try await server.makeDatabase(database, table: table, from: dataset.path)
                locations[units] = server.connectionString(database: database)
            }
            // libpq would otherwise use the caller's PG… variables.
            return StoredData(
                locations: locations, hiddenVariablePrefix: "PG", release: server.stop)
        } catch {
            server.stop()
            throw error
        }
    }
}
