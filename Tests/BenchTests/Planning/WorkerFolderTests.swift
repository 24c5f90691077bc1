import Foundation
import Harness
import MemoryBudget
import TestSupport
import Testing

@testable import Bench

@Suite("A base that is a folder of workers")
struct WorkerFolderTests {
    private let command = """
        scenario: rows
        command: ["{libexec}/job"]

        """

    private func check(_ text: String, against folder: WorkerFolder) throws {
        try folder.check(for: try Workplace(text).bench().requests)
    }

    @Test("A missing folder is rejected with its name")
    func absent() async throws {
        let place = try Workplace()
        for path in [place.path("nowhere"), ""] {
            let error = await #expect(throws: BenchError.self) { try await WorkerFolder(path) }
            #expect(error?.code == .failed(.noInput))
            #expect(
                error?.description.hasPrefix(
                    "can't read \(path), where --against looks for another build:") == true)
        }
    }

    @Test("A worker in the folder that doesn't describe itself is named")
    func broken() async throws {
        let place = try Workplace()
        try place.install("#!/bin/sh\necho garbage\n", as: "base/membudget-worker")
        let error = await #expect(throws: BenchError.self) {
            try await WorkerFolder(place.path("base"))
        }
        #expect(error?.code == .failed(.unavailable))
        #expect(error?.description.contains("base/membudget-worker") == true)
    }

    @Test(
        "The folder in use is rejected by every path to it; equal workers elsewhere are not")
    func inUse() throws {
        let used = try TemporaryDirectory()
        let worker = try used.write("worker", to: "libexec/membudget-worker")
        try used.write("worker", to: "copy/membudget-worker")
        try FileManager.default.createSymbolicLink(
            atPath: used.path("link"), withDestinationPath: used.path("libexec"))
        let workers = WorkerSet(entries: [try FakeWorker.entry(at: worker)])
        let requests = try Workplace(workers: workers).bench().requests
        for path in ["libexec", "libexec/", "link", "link/", "copy/../libexec/."] {
            let error = #expect(throws: BenchError.self) {
                try WorkerFolder.checkOther(used.path(path), than: requests)
            }
            #expect(error?.code == .failed(.usage))
            #expect(
                error?.description
                    == "--against: '\(used.path(path))' is the folder in use"
                    + " (\(used.path("libexec"))), so a build would be compared with itself; name the"
                    + " folder of another build")
        }
        for path in ["copy", "nowhere"] {
            try WorkerFolder.checkOther(used.path(path), than: requests)
        }
    }

    @Test("For commands, the folder is that of {libexec}, and the base needs the program")
    func commandsFolder() throws {
        let place = try Workplace(command, missingPrograms: ["/base/job"])
        let bench = try place.bench()
        let libexec = try #require(bench.requests.first?.libexec)
        let error = #expect(throws: BenchError.self) {
            try WorkerFolder.checkOther(libexec, than: bench.requests)
        }
        #expect(error?.code == .failed(.usage))
        let base = WorkerFolder(path: "/base", set: WorkerSet(entries: []))
        let missing = #expect(throws: BenchError.self) {
            try BaseBuild(base).checkPrograms(for: bench.requests, on: place.system)
        }
        #expect(missing?.code == .failed(.unavailable))
        #expect(missing?.description == "--against: there is no program '/base/job'")
    }

    @Test("A command without {libexec} is rejected, because it would be compared with itself")
    func sameCommand() throws {
        let folder = WorkerFolder(
            path: "/base", set: WorkerSet(entries: [try FakeWorker.entry()]))
        try check(command, against: folder)
        let error = #expect(throws: BenchError.self) {
            try check(command.replacing("{libexec}", with: "/bin"), against: folder)
        }
        #expect(error?.code == .failed(.usage))
        #expect(
            error?.description
                == "--against: /base is not a checkout (it has neither a .git nor the scenario's"
                + " file), and the command of 'rows' has no {libexec}, so both builds would run the"
                + " same; name the root of a checkout of the base")
    }

    @Test("A pipeline needs workers, and a command does not")
    func noWorkers() throws {
        let empty = WorkerFolder(path: "/base", set: WorkerSet(entries: []))
        try check(command, against: empty)
        let error = #expect(throws: BenchError.self) {
            try check(Workplace.scenario, against: empty)
        }
        #expect(error?.code == .failed(.unavailable))
        #expect(
            error?.description
                == "--against: there is no membudget-worker in /base, and it is not a checkout: it has"
                + " neither a .git nor the scenario's file")
    }
}
