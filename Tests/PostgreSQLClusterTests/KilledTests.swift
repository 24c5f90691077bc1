import Files
import Glibc
import Processes
import TestSupport
import Testing

@testable import PostgreSQLCluster

@Suite(
    "Leftovers of clusters whose harness is killed or stopped", .serialized,
    .enabled(if: Clusters.areInstalled, "PostgreSQL is not installed"))
struct KilledTests {
    /// Starts a cluster in a process that is then killed; returns the cluster's folder.
    private func abandoned(in folder: OpenFolder) async throws -> String {
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let cluster = try await PostgreSQLCluster.start(in: path)
            let postmaster = try #require(Clusters.postmaster(of: cluster.folder.path))
            // The lock file is removed when the server ends; its process ID is needed afterwards.
            try #require(mkdir("\(path)/\(postmaster)", 0o700) == 0)
            kill(getpid(), SIGKILL)
        }
        let name = folder.entries.first { $0.hasPrefix("membudget-") }
        return "\(folder.path)/\(try #require(name))"
    }

    private func postmaster(in folder: OpenFolder) throws -> pid_t {
        try #require(folder.entries.lazy.compactMap { pid_t($0) }.first)
    }

    @Test("No server survives kill -9 of its harness, and the next one removes its folder")
    func swept() async throws {
        let folder = try OpenFolder()
        let left = try await abandoned(in: folder)
        #expect(try await Clusters.hasEnded(try postmaster(in: folder)))
        #expect(access(left, F_OK) == 0)
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        #expect(access(left, F_OK) != 0)
    }

    @Test("A stopped start leaves nothing", arguments: [0, 50, 200, 400])
    func interrupted(milliseconds: Int) async throws {
        let folder = try OpenFolder()
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) {
            [
                path = folder.path as String, milliseconds = milliseconds as Int,
            ] in
            StopSignals.install()
            async let cluster = PostgreSQLCluster.start(in: path)
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(getpid(), SIGTERM)
            // The start may have finished just before.
            if let cluster = try? await cluster { cluster.stop() }
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("A sweep leaves live clusters and other folders alone")
    func spared() async throws {
        let folder = try OpenFolder()
        let left = try await abandoned(in: folder)
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        for name in ["membudget-notes", "membudget-1-x-y", "other-1-2-3"] {
            try #require(mkdir("\(folder.path)/\(name)", 0o700) == 0)
        }
        let stranger = "\(folder.path)/membudget-999999999-1-abcdef"
        try #require(mkdir(stranger, 0o700) == 0)
        #expect(ClusterSweep.run(in: folder.path).removed == [stranger])
        #expect(access(left, F_OK) != 0)
        #expect(folder.entries.filter { $0.hasPrefix("membudget-") }.count == 3)
        #expect(
            try await Clusters.answer("SELECT 1", cluster.connectionString(database: "postgres"))
                == "1")
    }

    @Test(
        "A folder that the server's account created under a harness's name is not swept",
        .enabled(if: geteuid() == 0))
    func foreignFolder() throws {
        let folder = try OpenFolder()
        let account = try #require(try ServerAccount().account)
        // The account moved someone's files there, or its own server's.
        let place = "\(folder.path)/membudget-999999999-1-abcdef"
        try Directory.make("\(place)/data/base")
        for path in [place, "\(place)/data", "\(place)/data/base"] {
            try #require(chown(path, account.user, account.group) == 0)
        }
        #expect(ClusterSweep.run(in: folder.path).removed.isEmpty)
        #expect(Directory.exists("\(place)/data/base"))
    }

    @Test("The server's account can change nothing beside its data", .enabled(if: geteuid() == 0))
    func account() async throws {
        let folder = try OpenFolder()
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        let account = try #require(try ServerAccount().account)
        let answer = try await HelperProcess.run(
            HelperCommand(
                isolated: [
                    "/bin/sh", "-c",
                    "mv data away; ln -s /etc link; rm .lock; ls .; touch data/mine && id -u",
                ], workingDirectory: cluster.folder.path, account: account), timeout: .seconds(60))
        #expect(String(decoding: answer.output, as: UTF8.self) == "\(account.user)\n")
        #expect(directoryEntries(cluster.folder.path) == [".lock", "data"])
    }

    @Test("A link in place of the server's lock file is not read")
    func linkedFile() throws {
        let folder = try OpenFolder()
        try #require(symlink("/dev/zero", "\(folder.path)/postmaster.pid") == 0)
        #expect(ClusterFolder.serverLines(of: folder.path) == [""])
        try #require(unlink("\(folder.path)/postmaster.pid") == 0)
        try #require(mkfifo("\(folder.path)/postmaster.pid", 0o600) == 0)
        #expect(ClusterFolder.serverLines(of: folder.path) == [""])
    }

    @Test("A sweep ends a server that wasn't told of its harness's death")
    func deaf() async throws {
        let folder = try OpenFolder()
        let cluster = try await PostgreSQLCluster.start(in: folder.path)
        defer { cluster.stop() }
        let postmaster = try #require(Clusters.postmaster(of: cluster.folder.path))
        // As if its creator were dead: a folder with the name of another process, and no lock held.
        let orphan = "\(folder.path)/membudget-999999999-1-abcdef"
        try #require(mkdir(orphan, 0o755) == 0)
        try #require(rename(cluster.folder.dataPath, "\(orphan)/data") == 0)
        #expect(ClusterSweep.run(in: folder.path).removed == [orphan])
        #expect(try await Clusters.hasEnded(postmaster))
    }
}
