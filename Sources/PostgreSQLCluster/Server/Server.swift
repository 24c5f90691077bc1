import Glibc
import Processes

/// PostgreSQL's server process on a socket in its own folder.
struct Server: Sendable {
    private let process: BackgroundProcess

    /// Starts it and waits until it takes connections.
    ///
    /// - Throws: `MachineError` with the server's own words, or if a signal asks the harness to stop.
    static func start(_ programs: PostgreSQLPrograms, in folder: ClusterFolder) async throws
        -> Server
    {
        let command = folder.command(
            [programs.postgres, "-D", folder.dataPath] + settings(socketFolder: folder.path))
        // SIGQUIT is its order to stop at once: it takes its own processes along.
        let server = Server(
            process: try await BackgroundProcess.start(command, deathSignal: SIGQUIT))
        do {
            try await server.awaitReadiness(folder)
            return server
        } catch {
            server.stop()
            throw error
        }
    }

    /// Stops it: in order, at once, by force, each when the one before has had its time.
    func stop() {
        process.stop([(SIGINT, .seconds(10)), (SIGQUIT, .seconds(6))])
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

    private func awaitReadiness(_ folder: ClusterFolder) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !folder.isServerReady {
            if process.hasEnded(within: .zero) {
                throw MachineError(.system, "PostgreSQL's server ended at its start: \(words)")
            }
            if StopSignals.last != nil || ContinuousClock.now > deadline {
                throw MachineError(
                    .system, "PostgreSQL's server was not ready after 60 s, or was told to stop")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// What it said, in one line.
    private var words: String {
        let text = process.errorText.split(separator: "\n").joined(separator: " ")
        return text.isEmpty ? "it said nothing" : text
    }
}
