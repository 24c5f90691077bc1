import Glibc
import Processes

/// PostgreSQL's server process on a socket in its own folder.
enum Server {
    /// Starts it and waits until it takes connections.
    ///
    /// - Throws: `MachineError` with the server's own words, or if a signal asks the harness to stop.
    static func start(
        _ programs: PostgreSQLPrograms, in folder: ClusterFolder
    ) async throws -> HelperServer {
        let command = folder.command(
            [programs.postgres, "-D", folder.dataPath] + settings(socketFolder: folder.dataPath))
        return try await HelperServer.start(
            command, name: "PostgreSQL's server",
            // In order, then at once.
            stopSteps: [(SIGINT, .seconds(10)), (SIGQUIT, .seconds(6))],
            // SIGQUIT is its order to stop at once: it takes its own processes along.
            deathSignal: SIGQUIT,
            readiness: { _ in folder.isServerReady ? true : nil }
        ).server
    }

    /// Its data is a copy that lasts for a run: nothing needs to survive a power cut. One client at a
    /// time is measured, so nothing should run beside it, and plans should stay the same.
    static func settings(socketFolder: String) -> [String] {
        let values = [
            ("listen_addresses", ""), ("unix_socket_directories", socketFolder),
            ("unix_socket_permissions", "0700"), ("port", "\(ClusterFolder.port)"),
            ("shared_buffers", "\(sharedBufferPages)"), ("huge_pages", "off"),
            // In the folder, so that they go with it.
            ("dynamic_shared_memory_type", "mmap"),
            ("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"),
            ("wal_level", "minimal"), ("max_wal_senders", "0"), ("autovacuum", "off"),
            ("max_parallel_workers_per_gather", "0"), ("jit", "off"),
            ("random_page_cost", "1.1"), ("logging_collector", "off"),
        ]
        return values.flatMap { ["-c", "\($0.0)=\($0.1)"] }
    }

    /// 64 MiB in pages of 8 KiB: the rest of the data is in the kernel's page cache.
    private static let sharedBufferPages = 8192
}
