import Glibc
import Processes

/// PostgreSQL's server process, with a socket in its own folder.
enum Server {
    /// Starts the server and waits until it accepts connections.
    ///
    /// - Throws: `MachineError` with the server's message, or if a signal asks the harness to stop.
    static func start(
        _ programs: PostgreSQLPrograms, in folder: ClusterFolder
    ) async throws -> HelperServer {
        let command = folder.command(
            [programs.postgres, "-D", folder.dataPath] + settings(socketFolder: folder.dataPath))
        return try await HelperServer.start(
            command, name: "PostgreSQL's server",
            // First a fast shutdown, then an immediate one.
            stopSteps: [(SIGINT, .seconds(10)), (SIGQUIT, .seconds(6))],
            // SIGQUIT is the immediate shutdown, which also stops the server's own processes.
            deathSignal: SIGQUIT,
            readiness: { _ in folder.isServerReady ? true : nil }
        ).server
    }

    /// Returns the server's settings. Its data is a copy for one run, which needn't survive a power
    /// cut. Trials have one client at a time, so nothing should run in the background, and plans
    /// should stay the same.
    static func settings(socketFolder: String) -> [String] {
        let values = [
            ("listen_addresses", ""), ("unix_socket_directories", socketFolder),
            ("unix_socket_permissions", "0700"), ("port", "\(ClusterFolder.port)"),
            ("shared_buffers", "\(sharedBufferPages)"), ("huge_pages", "off"),
            // In the folder, so that the file is removed with it.
            ("dynamic_shared_memory_type", "mmap"),
            ("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"),
            ("wal_level", "minimal"), ("max_wal_senders", "0"), ("autovacuum", "off"),
            ("max_parallel_workers_per_gather", "0"), ("jit", "off"),
            ("random_page_cost", "1.1"), ("logging_collector", "off"),
        ]
        return values.flatMap { ["-c", "\($0.0)=\($0.1)"] }
    }

    /// 64 MiB in pages of 8 KiB; other data stays in the kernel's page cache.
    private static let sharedBufferPages = 8192
}
