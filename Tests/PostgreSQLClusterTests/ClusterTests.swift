import Datasets
import Files
import Glibc
import Processes
import TestSupport
import Testing

@testable import PostgreSQLCluster

@Suite(
    "A private PostgreSQL cluster", .serialized,
    .enabled(if: Clusters.areInstalled, "PostgreSQL is not installed"))
struct ClusterTests {
    private static let rows = """
        1\t0000000001\t\\N\tA play\tMüller, "Max"\t\\N\t1500\tvalid\t2026-03-09T18:04:11Z
        2\t0000000002\t12345678\tA play\tline\\nfeed\tB 7\t99\tused\t2026-03-09T18:04:12Z

        """

    private func write(_ text: String, in folder: OpenFolder) throws -> String {
        let path = "\(folder.path)/rows.copy"
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
        return path
    }

    @Test("A cluster has the loaded rows, listens only on its socket, and leaves nothing")
    func life() async throws {
        let folder = try OpenFolder()
        let file = try write(Self.rows, in: folder)
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        let postmaster = try #require(Clusters.postmaster(of: cluster.folder.path))
        try await cluster.makeDatabase("tickets_2", table: .tickets, from: file)
        try await cluster.makeDatabase("tickets_0", table: .tickets, from: nil)

        let full = cluster.connectionString(database: "tickets_2")
        let empty = cluster.connectionString(database: "tickets_0")
        #expect(
            try await Clusters.answer("SELECT id, barcode IS NULL, holder FROM tickets", full)
                == "1|t|Müller, \"Max\"\n2|f|line\nfeed")
        #expect(try await Clusters.answer("SELECT count(*) FROM tickets", empty) == "0")
        #expect(try await Clusters.answer("SHOW listen_addresses", empty) == "")
        #expect(try await Clusters.answer("SHOW shared_buffers", empty) == "64MB")
        #expect(
            try await Clusters.answer("EXPLAIN SELECT * FROM tickets WHERE id > 1", full)
                .contains("Scan"))
        #expect(mode(cluster.folder.path) == (geteuid() == 0 ? 0o711 : 0o700))
        #expect(mode(cluster.folder.dataPath) == 0o700)

        cluster.stop()
        cluster.stop()
        #expect(!Clusters.isRunning(postmaster))
        #expect(folder.entries == ["rows.copy"])
    }

    private func mode(_ path: String) -> mode_t {
        var information = stat()
        stat(path, &information)
        return information.st_mode & 0o777
    }

    @Test("A file that the server refuses is an error with its message, and the server continues")
    func refused() async throws {
        let folder = try OpenFolder()
        let file = try write("one\ttwo\n", in: folder)
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        let error = await #expect(throws: MachineError.self) {
            try await cluster.makeDatabase("broken", table: .tickets, from: file)
        }
        #expect(error?.description.contains("invalid input syntax for type bigint") == true)
        #expect(error?.description.contains("COPY tickets, line 1") == true)
        try await cluster.makeDatabase("whole", table: .tickets, from: nil)
    }

    @Test("The caller's PostgreSQL variables are ignored")
    func environment() async throws {
        let folder = try OpenFolder()
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            setenv("PGPORT", "1", 1)
            setenv("PGOPTIONS", "--no_such_setting=1", 1)
            let cluster = try await PostgreSQLCluster.start(in: path)
            defer { cluster.stop() }
            try await cluster.makeDatabase("tickets_0", table: .tickets, from: nil)
        }
    }

    @Test("If a socket's path would be too long, the folder is created in /tmp")
    func longPath() async throws {
        let folder = try OpenFolder()
        let parent = "\(folder.path)/\(String(repeating: "x", count: 80))"
        try #require(mkdir(parent, 0o777) == 0)
        let cluster = try await PostgreSQLCluster.start(in: parent)
        defer { cluster.stop() }
        #expect(cluster.folder.path.hasPrefix("/tmp/membudget-"))
        #expect(directoryEntries(parent).isEmpty)
    }

    @Test(
        "If the server's account can't enter the folder, it is created in /tmp",
        .enabled(if: geteuid() == 0))
    func closedParent() async throws {
        let folder = try OpenFolder()
        try #require(chmod(folder.path, 0o700) == 0)
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        #expect(cluster.folder.path.hasPrefix("/tmp/membudget-"))
    }

    @Test("An unprivileged user's server runs as that user", .enabled(if: geteuid() == 0))
    func unprivileged() async throws {
        let folder = try OpenFolder()
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            let nobody = try #require(Account(named: "nobody"))
            try #require(setgroups(0, nil) == 0 && setgid(nobody.group) == 0)
            try #require(setuid(nobody.user) == 0)
            let cluster = try await PostgreSQLCluster.start(in: path)
            let postmaster = try #require(Clusters.postmaster(of: cluster.folder.path))
            var information = stat()
            try #require(stat("/proc/\(postmaster)", &information) == 0)
            #expect(information.st_uid == nobody.user)
            try await cluster.makeDatabase("tickets_0", table: .tickets, from: nil)
            cluster.stop()
            #expect(!Clusters.isRunning(postmaster))
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("As root, the server runs as another user", .enabled(if: geteuid() == 0))
    func privileged() async throws {
        let folder = try OpenFolder()
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        let postmaster = try #require(Clusters.postmaster(of: cluster.folder.path))
        var information = stat()
        try #require(stat("/proc/\(postmaster)", &information) == 0)
        #expect(information.st_uid != 0)
    }
}
