import Datasets
import Harness
import MemoryBudget
import PostgreSQLCluster

extension Scenario.DatasetRequest {
    /// Whether the files are only what a server is filled from.
    var needsServer: Bool { kind == "tickets-postgresql" }

    /// Finds out whether this machine has the server that the data needs, without starting it.
    ///
    /// - Throws: `DatasetError` `.unavailable`, which says what to install.
    func checkServer() throws(DatasetError) {
        guard needsServer, let reason = PostgreSQLCluster.unavailableReason else { return }
        throw DatasetError(.unavailable, reason)
    }
}

extension InputPreparation {
    /// The same data in a private server, a database a scale: what was a path is then what libpq
    /// connects with.
    ///
    /// - Throws: `HarnessError` with the server's words.
    func served(_ prepared: Prepared) async throws -> Prepared {
        var served = prepared
        let server = try await PostgreSQLCluster.start()
        do {
            for (units, input) in prepared.inputs.sorted(by: { $0.key < $1.key }) {
                try system.checkStop()
                let database = "tickets_\(units)"
                try await server.makeDatabase(database, table: .tickets, from: input.path)
                served.inputs[units]?.path = server.connectionString(database: database)
                served.inputs[units]?.isServed = true
            }
        } catch {
            server.stop()
            throw error
        }
        served.server = server
        return served
    }
}

extension InputPreparation.Prepared {
    /// Lets go of a server; the inputs in it are gone with it.
    func stopServer() {
        server?.stop()
    }
}
