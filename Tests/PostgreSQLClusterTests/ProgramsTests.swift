import Glibc
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import PostgreSQLCluster

@Suite("The search for PostgreSQL's programs")
struct ProgramsTests {
    private func install(_ names: [String], in folder: String, of root: TemporaryDirectory) throws {
        for name in names {
            let path = try root.write("#!/bin/sh\n", to: "\(folder)/\(name)")
            try #require(chmod(path, 0o755) == 0)
        }
    }

    @Test("If they are missing, the error says what to install")
    func missing() throws {
        let root = try TemporaryDirectory()
        let error = #expect(throws: MachineError.self) {
            try PostgreSQLPrograms(searchPath: root.path, versionsRoot: root.path("none"))
        }
        #expect(error?.exitStatus == .unavailable)
        #expect(
            error?.description == "PostgreSQL's initdb was not found; install postgresql")
    }

    @Test("For an incomplete installation, the error names the missing program")
    func half() throws {
        let root = try TemporaryDirectory()
        try install(["initdb"], in: "15/bin", of: root)
        let error = #expect(throws: MachineError.self) {
            try PostgreSQLPrograms(searchPath: "/none", versionsRoot: root.path)
        }
        #expect(error?.description.contains("postgres was not found") == true)
    }

    @Test("Of several versions the newest is chosen, by number and not alphabetically")
    func newest() throws {
        let root = try TemporaryDirectory()
        for version in ["9.6", "15", "14", "common"] {
            try install(["initdb", "postgres", "psql"], in: "\(version)/bin", of: root)
        }
        let programs = try PostgreSQLPrograms(searchPath: "/none", versionsRoot: root.path)
        #expect(programs.initdb == root.path("15/bin/initdb"))
        #expect(programs.psql == root.path("15/bin/psql"))
    }

    @Test("PATH comes first, and the other programs are found through its link")
    func path() throws {
        let root = try TemporaryDirectory()
        try install(["initdb", "postgres", "psql"], in: "13/bin", of: root)
        try install(["initdb", "postgres", "psql"], in: "15/bin", of: root)
        try root.write("", to: "path/psql")
        try #require(symlink(root.path("13/bin/initdb"), root.path("path/initdb")) == 0)
        let programs = try PostgreSQLPrograms(
            searchPath: root.path("path"), versionsRoot: root.path)
        #expect(programs.initdb == root.path("path/initdb"))
        #expect(programs.postgres == root.path("13/bin/postgres"))
        #expect(programs.psql == root.path("13/bin/psql"))
    }
}
