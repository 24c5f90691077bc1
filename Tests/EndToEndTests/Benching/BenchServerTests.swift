import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Scenarios whose data is in a server that bench starts.
    @Suite(.enabled(if: Programs.hasPostgreSQL, "PostgreSQL is not installed"))
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

        /// The servers of a harness, identified by their working folder, because they don't inherit
        /// its environment.
        private func servers(of harness: Int32) -> [Leftovers.Process] {
            Leftovers.processes(named: "postgres").filter { process in
                let link = "/proc/\(process.identifier)/cwd"
                let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
                return folder?.contains("/membudget-\(harness)-") == true
            }
        }

        private func workplace(trials: Int = 1) throws -> Workplace {
            let workplace = try Workplace()
            try workplace.directory.write(
                Self.scenario.replacing("TRIALS", with: "\(trials)"), to: "served.yaml")
            return workplace
        }

        @Test("Every strategy is right for every query, and no server remains")
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
            func harnesses() -> [Leftovers.Process] {
                workplace.processes.filter { $0.name == "membudget" }
            }
            #expect(await eventually { workplace.text("run/trials.jsonl").contains("copy") })
            let harness = try #require(harnesses().first?.identifier)
            #expect(!servers(of: harness).isEmpty)
            for process in harnesses() { kill(process.identifier, signal) }
            _ = try await run
            #expect(await eventually { workplace.processes == [] && servers(of: harness) == [] })
            let result = try await workplace.membudget("clean")
            #expect(
                result.standardOutput.contains(
                    signal == SIGKILL
                        ? "removed 1 folder of a killed run" : "removed 0 folders of killed runs"),
                "\(result)")
        }

        @Test("The server inherits no variable, descriptor, terminal or umask of membudget")
        func clean() async throws {
            let workplace = try workplace(trials: 200)
            let program = try Products.path("membudget")
            try workplace.directory.write("secret", to: "secret")
            async let run = workplace.run(
                [
                    "sh", "-c",
                    "umask 0; exec 9<secret; exec \(program) bench served.yaml --run-dir run",
                ], environment: ["MEMBUDGET_TEST_TOKEN": "hunter2", "PGOPTIONS": "--none=1"])
            #expect(await eventually { workplace.text("run/trials.jsonl").contains("copy") })
            let harness = try #require(workplace.processes.first { $0.name == "membudget" })
            let all = servers(of: harness.identifier)
            #expect(!all.isEmpty)
            for server in all {
                let place = "/proc/\(server.identifier)"
                let variables = Set(
                    text("\(place)/environ").split(separator: "\0").map {
                        String($0.prefix { $0 != "=" })
                    })
                let own: Set = [
                    "PATH", "LD_LIBRARY_PATH", "TZ", "TZDIR", "TMPDIR", "LANG", "LC_ALL",
                    // Set by the server itself, for the processes that it starts.
                    "PG_GRANDPARENT_PID", "PGLOCALEDIR", "PGSYSCONFDIR", "LC_COLLATE", "LC_CTYPE",
                    "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME",
                ]
                #expect(variables.isSubset(of: own), "\(variables)")
                let descriptors = try FileManager.default.contentsOfDirectory(
                    atPath: "\(place)/fd"
                ).compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: "\(place)/fd/\($0)")
                }
                #expect(!descriptors.isEmpty && !descriptors.contains { $0.hasSuffix("/secret") })
                // After the name: state, parent, group, session, terminal.
                let fields = text("\(place)/stat").split(separator: ")").last?.split(separator: " ")
                #expect(fields?[3] != "\(getsid(0))" && fields?[4] == "0", "\(fields ?? [])")
                #expect(text("\(place)/status").contains("Umask:\t0077"))
            }
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGINT)
            }
            _ = try await run
        }

        private func text(_ path: String) -> String {
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }
    }
}
