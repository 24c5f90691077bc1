import Glibc
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import PostgreSQLCluster

@Suite("The account of a PostgreSQL server")
struct ServerAccountTests {
    private let nobody = Account(named: "nobody")

    @Test("A user with an account runs the server as that account")
    func ours() throws {
        let chosen = try ServerAccount(user: 1000, isListed: { $0 == 1000 }, lookUp: { _ in nil })
        #expect(chosen == .ours)
        #expect(chosen.account == nil)
    }

    @Test("Root runs it as postgres, or else as nobody")
    func root() throws {
        let nobody = try #require(nobody)
        for known in [["postgres", "nobody"], ["nobody"]] {
            var asked: [String] = []
            let chosen = try ServerAccount(user: 0, isListed: { _ in true }) { name in
                asked.append(name)
                return known.contains(name) ? nobody : nil
            }
            #expect(chosen == .other(nobody))
            #expect(asked.last == known[0])
        }
    }

    @Test("A user ID without an account, and root without the two accounts, get the remedy")
    func missing() {
        let unlisted = #expect(throws: MachineError.self) {
            try ServerAccount(user: 54321, isListed: { _ in false }, lookUp: { _ in nil })
        }
        #expect(unlisted?.exitStatus == .unavailable)
        #expect(
            unlisted?.description
                == "PostgreSQL can't run as user ID 54321, which has no entry in /etc/passwd; add"
                + " one, or run membudget as a user that has one")
        let root = #expect(throws: MachineError.self) {
            try ServerAccount(user: 0, isListed: { _ in true }, lookUp: { _ in nil })
        }
        #expect(root?.exitStatus == .unavailable)
        #expect(root?.description.contains("no account 'postgres' or 'nobody'") == true)
    }

    @Test(
        "A user without an account is reported before anything is created",
        .enabled(if: geteuid() == 0 && Clusters.areInstalled && getpwuid(54321) == nil))
    func process() async throws {
        let folder = try OpenFolder()
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            try #require(setgroups(0, nil) == 0 && setgid(54321) == 0 && setuid(54321) == 0)
            let error = await #expect(throws: MachineError.self) {
                try await PostgreSQLCluster.start(in: path)
            }
            try #require(error?.description.contains("user ID 54321") == true)
            try #require(PostgreSQLCluster.unavailableReason == error?.description)
        }
        #expect(folder.entries.isEmpty)
    }
}
