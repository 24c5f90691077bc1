import Foundation
import TestSupport
import Testing

/// Whether this machine has PostgreSQL's programs, wherever they lie.
private let hasServer: Bool = {
    let versions = try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
    let folders =
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        + (versions ?? []).map { "/usr/lib/postgresql/\($0)/bin" }
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
}()

extension EndToEnd {
    /// Scenarios whose data is in a server that bench starts.
    @Suite(.enabled(if: hasServer, "PostgreSQL is not installed"))
    struct BenchServer {
        private static let scenario = """
            scenario: served
            about: Tickets from a server
            pipeline: ticket-export-postgresql
            dataset: { kind: tickets-postgresql, seed: 42 }
            scales: [500, 2k]
            budget: { peak-rss: 256MiB }
            trials: TRIALS
            allocator: system
            strategies:
              fetch-all: {}
              limit-offset: {}
              keyset: {}
              single-row: {}
              server-cursor: {}
              copy: {}
            """

        private func workplace(trials: Int = 1) throws -> Workplace {
            let workplace = try Workplace()
            try workplace.directory.write(
                Self.scenario.replacing("TRIALS", with: "\(trials)"), to: "served.yaml")
            return workplace
        }

        @Test("Every strategy is right for every query, and no server stays")
        func queries() async throws {
            for settings in [
                ["query=all"], ["query=numbers", "format=tsv"], ["query=barcodes", "format=txt"],
                ["query=filtered"], ["query=filtered", "status=used"], ["query=all", "limit=700"],
            ] {
                let workplace = try workplace()
                let run = try await Benched(
                    "served.yaml", settings.flatMap { ["--set", $0] }, in: workplace)
                #expect(run.result.status == 0, "\(settings) \(run.result)")
                #expect(run.cells.count == 12)
                #expect(run.cells.allSatisfy { $0["verdict"].text == "within" }, "\(run.result)")
                #expect(workplace.processes == [])
                #expect(workplace.temporaryNames == [])
            }
        }

        @Test("A run that is interrupted or killed leaves no server", arguments: [SIGINT, SIGKILL])
        func ended(signal: Int32) async throws {
            let workplace = try workplace(trials: 200)
            async let run = Benched("served.yaml", in: workplace)
            func processes(_ name: String) -> [Leftovers.Process] {
                workplace.processes.filter { $0.name == name }
            }
            #expect(await eventually { workplace.text("run/trials.jsonl").contains("copy") })
            #expect(!processes("postgres").isEmpty)
            for process in processes("membudget") { kill(process.identifier, signal) }
            _ = try await run
            #expect(await eventually { workplace.processes == [] })
            let result = try await workplace.membudget("clean")
            #expect(
                result.standardOutput.contains(
                    signal == SIGKILL
                        ? "removed 1 folder of a killed run" : "removed 0 folders of killed runs"),
                "\(result)")
        }
    }
}
