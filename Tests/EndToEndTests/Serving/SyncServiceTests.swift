import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// The service that syncs, with the real source.
    @Suite(
        .enabled(
            if: Products.isBuilt("membudget-sync") && Products.isBuilt("membudget-source"),
            "membudget-sync or membudget-source has not been built"))
    struct SyncService {
        private let workplace: Workplace
        private var database: String { workplace.directory.path("opportunities.sqlite") }

        init() throws {
            workplace = try Workplace()
        }

        /// A server that this test started.
        private struct Server {
            let port: Int
            let identifier: pid_t

            func stop(_ signal: Int32 = SIGTERM) { kill(identifier, signal) }
        }

        /// Runs a server to its end; its port and process id are in files.
        private func serve(
            _ name: String, _ product: String, _ arguments: [String],
            environment: [String: String] = [:]
        ) async throws -> Command.Result {
            let script = "echo $$ > \(name).pid; exec \"$@\" > \(name).port"
            return try await workplace.run(
                ["sh", "-c", script, "sh", Products.path(product)] + arguments,
                environment: environment)
        }

        /// Waits until a server listens.
        private func server(_ name: String) async throws -> Server {
            _ = await eventually { workplace.text("\(name).port").hasSuffix("\n") }
            func number(_ kind: String) throws -> Int {
                let text = workplace.text("\(name).\(kind)")
                return try #require(Int(text.trimmingCharacters(in: .newlines)), "\(name).\(kind)")
            }
            return Server(port: try number("port"), identifier: pid_t(try number("pid")))
        }

        /// Runs `body` with the address of a source of this many opportunities.
        private func withSource(
            count: Int, _ arguments: String..., body: (String) async throws -> Void
        ) async throws {
            async let end = serve("source", "membudget-source", arguments)
            let source = try await server("source")
            do {
                try await body("http://127.0.0.1:\(source.port)/\(count)")
            } catch {
                source.stop()
                throw error
            }
            source.stop()
            _ = try await end
        }

        /// Runs `body` with a service, and then stops the service.
        ///
        /// - Parameter isStopped: Whether `body` stops the service, because a second signal would
        ///   end it at once.
        /// - Returns: The end of the service.
        private func withService(
            of source: String, _ arguments: String..., environment: [String: String] = [:],
            isStopped: Bool = false, body: (Server) async throws -> Void
        ) async throws -> Command.Result {
            try? FileManager.default.removeItem(atPath: workplace.directory.path("sync.port"))
            async let end = serve(
                "sync", "membudget-sync",
                ["--source", source, "--database", database] + arguments, environment: environment)
            let service = try await server("sync")
            do {
                try await body(service)
            } catch {
                service.stop(SIGKILL)
                throw error
            }
            if !isStopped { service.stop() }
            return try await end
        }

        private func rowCount() async throws -> Int {
            let answer = try await Command.run([
                "sqlite3", database, "SELECT count(*) FROM opportunities",
            ])
            return try #require(Int(answer.standardOutput.trimmingCharacters(in: .newlines)))
        }

        @Test("A sync makes the table equal to the source, and another one finds nothing to do")
        func equal() async throws {
            try await withSource(count: 530) { source in
                let end = try await withService(of: source) { service in
                    let first = try await HTTPAnswer(to: "POST", "/sync", port: service.port).json
                    let inserted = try #require(first["inserted"] as? Int)
                    let failed = try #require(first["failed"] as? Int)
                    #expect(first["completeness"] as? String == "complete")
                    #expect(inserted + failed == 530 && failed > 0)
                    #expect(try await rowCount() == inserted)
                    let second = try await HTTPAnswer(to: "POST", "/sync", port: service.port).json
                    #expect(second["inserted"] as? Int == 0)
                    #expect(second["unchanged"] as? Int == inserted)
                    let health = try await HTTPAnswer(to: "GET", "/health", port: service.port).json
                    let last = health["last_sync"] as? [String: Any]
                    #expect(last?["unchanged"] as? Int == inserted)
                    let metrics = try await HTTPAnswer(to: "GET", "/metrics", port: service.port)
                    #expect(
                        metrics.body.contains("\nmembudget_sync_inserted_total \(inserted)\n"),
                        "\(metrics)")
                }
                #expect(end.status == 0 && end.standardError == "", "\(end)")
            }
            #expect(workplace.processes == [])
        }

        @Test("A changing list is incomplete, and nothing is deleted")
        func incomplete() async throws {
            try await withSource(
                count: 530, "--hazard", "replaced-records", "--shift-interval", "1"
            ) { source in
                _ = try await withService(of: source) { service in
                    let answer = try await HTTPAnswer(to: "POST", "/sync", port: service.port)
                    let summary = try #require(answer.json["summary"] as? String)
                    #expect(answer.status == 200)
                    #expect(summary.hasPrefix("incomplete, so nothing was deleted: "), "\(answer)")
                    #expect(answer.json["deleted"] as? Int == 0)
                }
            }
        }

        @Test("SIGTERM stops a sync after its page, and the next service continues it")
        func continued() async throws {
            try await withSource(count: 3000, "--latency-milliseconds", "20") { source in
                let end = try await withService(
                    of: source, "--page-delay-ms", "50", isStopped: true
                ) { service in
                    async let sync = HTTPAnswer(to: "POST", "/sync", port: service.port)
                    let isUnderWay = try await isUnderWay(service)
                    #expect(isUnderWay)
                    service.stop()
                    let answer = try await sync
                    #expect(answer.status == 200)
                    #expect(answer.json["completeness"] as? String == "stopped", "\(answer)")
                }
                #expect(end.status == 0, "\(end)")
                let storedCount = try await rowCount()
                #expect(storedCount > 0 && storedCount < 2900)
                _ = try await withService(of: source) { service in
                    let answer = try await HTTPAnswer(to: "POST", "/sync", port: service.port).json
                    #expect(answer["completeness"] as? String == "complete", "\(answer)")
                    let callCount = try #require(answer["calls"] as? Int)
                    #expect(callCount < 30)
                    let inserted = try #require(answer["inserted"] as? Int)
                    #expect(try await rowCount() == storedCount + inserted)
                }
            }
        }

        private func isUnderWay(_ service: Server) async throws -> Bool {
            for _ in 0..<400 {
                let health = try await HTTPAnswer(to: "GET", "/health", port: service.port).json
                if (health["running_records"] as? Int ?? 0) > 0 { return true }
                try await Task.sleep(for: .milliseconds(10))
            }
            return false
        }

        @Test("A second signal ends the service at once")
        func secondSignal() async throws {
            let end = try await withService(of: "http://127.0.0.1:1/5", isStopped: true) {
                service in
                // The server waits for the rest of this request before it ends.
                let connection = try RawConnection(port: service.port)
                connection.send("POST /sync HTTP/1.1\r\nhost: {host}\r\ncontent-length: 9\r\n\r\n1")
                _ = try await HTTPAnswer(to: "GET", "/health", port: service.port)
                service.stop()
                let isClosed = await eventually { (try? RawConnection(port: service.port)) == nil }
                #expect(isClosed)
                #expect(!workplace.processes.filter { $0.identifier == service.identifier }.isEmpty)
                service.stop()
                let isGone = await eventually(within: .seconds(5)) {
                    workplace.processes.filter { $0.identifier == service.identifier }.isEmpty
                }
                #expect(isGone)
                withExtendedLifetime(connection) {}
            }
            #expect(end.signal == Int(SIGTERM), "\(end)")
        }

        @Test(
            "A missing source is an incomplete sync; an impossible database is a failed one"
        )
        func failures() async throws {
            _ = try await withService(of: "http://127.0.0.1:1/5", "--time-limit-s", "1") {
                service in
                let answer = try await HTTPAnswer(to: "POST", "/sync", port: service.port)
                let completeness = answer.json["completeness"] as? String
                #expect(answer.status == 200)
                #expect(["incomplete", "stopped"].contains(completeness), "\(answer)")
            }
            try FileManager.default.removeItem(atPath: database)
            try workplace.directory.write("no database", to: "opportunities.sqlite")
            _ = try await withService(of: "http://127.0.0.1:1/5") { service in
                let answer = try await HTTPAnswer(to: "POST", "/sync", port: service.port)
                #expect(answer.status == 500, "\(answer)")
                #expect(answer.json["completeness"] as? String == "failed")
            }
        }

        @Test("Under jemalloc, live bytes are a metric")
        func liveBytes() async throws {
            let environment = ["LD_PRELOAD": "libjemalloc.so.2"]
            _ = try await withService(of: "http://127.0.0.1:1/5", environment: environment) {
                service in
                let metrics = try await HTTPAnswer(to: "GET", "/metrics", port: service.port)
                let line = metrics.body.split(separator: "\n").first {
                    $0.hasPrefix("membudget_process_live_bytes ")
                }
                let byteCount = line?.split(separator: " ").last.flatMap { Int($0) }
                #expect(try #require(byteCount) > 10_000, "\(metrics)")
            }
        }

        @Test(
            "Mistakes in the command line are reported with the usage",
            arguments: [
                (["--database", "x"], "--source is missing"),
                (["--source", "x", "--database", "x"], "--source is 'x', not http://"),
                (["--source", "http://127.0.0.1:1/5"], "--database is missing"),
                (
                    ["--source", "http://127.0.0.1:1/5", "--database", "x", "--port", "70000"],
                    "--port is '70000', not a number from 0 to 65535"
                ),
                (
                    ["--source", "http://127.0.0.1:1/5", "--database", "x", "--strategy", "magic"],
                    "there is no strategy 'magic'; choose from full-objects, "
                ),
                (
                    ["--source", "http://127.0.0.1:1/5", "--database", "x", "--speed", "1"],
                    "unexpected argument '--speed'"
                ),
                (
                    ["--source", "http://127.0.0.1:1/5", "--database", "x", "--page-size", "0"],
                    "page-size"
                ),
            ])
        func mistakes(arguments: [String], message: String) async throws {
            let result = try await workplace.run([Products.path("membudget-sync")] + arguments)
            #expect([64, 65].contains(result.status), "\(result)")
            #expect(result.standardError.hasPrefix("membudget-sync: "), "\(result)")
            #expect(result.standardError.contains(message), "\(result)")
            #expect(result.standardError.contains("usage: membudget-sync --source"), "\(result)")
        }

        @Test("A port in use is reported")
        func taken() async throws {
            _ = try await withService(of: "http://127.0.0.1:1/5") { service in
                let result = try await workplace.run([
                    Products.path("membudget-sync"), "--source", "http://127.0.0.1:1/5",
                    "--database", database, "--port", "\(service.port)",
                ])
                #expect(result.status != 0 && result.status != nil, "\(result)")
                #expect(result.standardError.contains("another program uses it"), "\(result)")
            }
        }
    }
}
