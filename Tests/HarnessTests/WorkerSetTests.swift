import Foundation
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite("Descriptions of workers")
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

    /// Installs a worker that fails like one whose library is missing.
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

    @Test("The record of a worker that can't be started names its strategies, unavailable")
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
        "A worker without a valid record of this version is broken",
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

    @Test("A worker that runs is asked, regardless of its record")
    func running() async throws {
        try put("cat <<'END'\n\(describe("now"))\nEND", as: "membudget-worker-a")
        _ = try directory.write(describe("then"), to: "membudget-worker-a.json")
        let set = try await workers()
        #expect(set.entries.map(\.pipeline.name) == ["now"])
    }
}
