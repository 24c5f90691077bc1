import Foundation
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite("What workers say that they can do")
struct WorkerSetTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func describe(_ pipeline: String, schema: String = WorkerDescription.schema) -> String {
        """
        {"schema": "\(schema)", "pipelines": [{"name": "\(pipeline)", "about": "", "unit": "rows",
          "dataset_kinds": [], "parameters": [],
          "strategies": [{"name": "streamed", "about": "", "available": true}]}]}
        """
    }

    /// A worker that ends as one does whose library is missing.
    private func putUnstartable(_ name: String) throws {
        try put("echo 'error while loading shared libraries: \(name).so.1' >&2; exit 127", as: name)
    }

    private func put(_ script: String, as name: String) throws {
        let path = try directory.write("#!/bin/sh\n\(script)\n", to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func workers() async throws -> WorkerSet {
        try await WorkerSet(helpers: HelperPrograms(folder: directory.path))
    }

    @Test("Of one that can't be started the record tells which strategies are unavailable, and why")
    func recorded() async throws {
        try put("cat <<'END'\n\(describe("a"))\nEND", as: "membudget-worker-a")
        for name in ["membudget-worker-b", "membudget-worker-c"] {
            try putUnstartable(name)
            _ = try directory.write(describe(String(name.suffix(1))), to: "\(name).json")
        }
        let set = try await workers()
        #expect(set.entries.map(\.pipeline.name) == ["a", "b", "c"])
        #expect(set.broken.isEmpty && set.unstartable.count == 2)
        let strategies = set.entries.flatMap(\.pipeline.strategies)
        #expect(strategies.map(\.available) == [true, false, false])
        // Each has its own reason.
        #expect(strategies[1].unavailableReason?.contains("membudget-worker-b.so.1") == true)
        #expect(strategies[2].unavailableReason?.contains("membudget-worker-c.so.1") == true)
    }

    @Test(
        "Without a record, with one of another version, or with something else, it is broken",
        arguments: [nil, "membudget.worker/1", "{"])
    func withoutRecord(schema: String?) async throws {
        try putUnstartable("membudget-worker-b")
        if let schema {
            let text = schema == "{" ? schema : describe("b", schema: schema)
            _ = try directory.write(text, to: "membudget-worker-b.json")
        }
        let set = try await workers()
        #expect(set.entries.isEmpty && set.unstartable.isEmpty)
        #expect(set.broken.map(\.worker) == [directory.path("membudget-worker-b")])
    }

    @Test("A worker that runs is asked, whatever its record says")
    func running() async throws {
        try put("cat <<'END'\n\(describe("now"))\nEND", as: "membudget-worker-a")
        _ = try directory.write(describe("then"), to: "membudget-worker-a.json")
        let set = try await workers()
        #expect(set.entries.map(\.pipeline.name) == ["now"])
    }
}
