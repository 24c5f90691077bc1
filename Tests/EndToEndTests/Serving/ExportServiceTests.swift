import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// The service that exports tickets.
    @Suite(
        .enabled(
            if: Products.isBuilt("membudget-serve") && Products.isBuilt("membudget"),
            "membudget-serve or membudget has not been built"))
    struct ExportService {
        private let workplace: Workplace
        private var database: String { workplace.directory.path("data/tickets.sqlite") }

        init() throws {
            workplace = try Workplace()
        }

        private func generate(_ count: Int) async throws {
            let result = try await workplace.run([
                Products.path("membudget"), "generate", "tickets", "--scale", "\(count)",
                "--output", workplace.directory.path("data"),
            ])
            try #require(result.status == 0, "\(result)")
        }

        /// Runs `body` with the port and the process of a service, and then stops the service.
        ///
        /// - Parameter isStopped: Whether `body` stops the service, because a second signal would
        ///   end it at once.
        /// - Returns: The end of the service.
        private func withService(
            isStopped: Bool = false,
            body: (_ port: Int, _ process: pid_t) async throws -> Void
        ) async throws -> Command.Result {
            let script = "echo $$ > serve.pid; exec \"$@\" > serve.port"
            async let end = workplace.run([
                "sh", "-c", script, "sh", Products.path("membudget-serve"), "export",
                "--database", database,
            ])
            let isListening = await eventually { workplace.text("serve.port").hasSuffix("\n") }
            try #require(isListening)
            func number(_ name: String) throws -> Int {
                try #require(Int(workplace.text(name).trimmingCharacters(in: .newlines)))
            }
            let process = pid_t(try number("serve.pid"))
            do {
                try await body(try number("serve.port"), process)
            } catch {
                kill(process, SIGKILL)
                throw error
            }
            if !isStopped { kill(process, SIGTERM) }
            return try await end
        }

        @Test("curl gets the same bytes as the worker exports, in every format")
        func exports() async throws {
            try await generate(5000)
            let end = try await withService { port, _ in
                for (path, settings) in [
                    ("numbers.csv", ["query=numbers"]),
                    ("barcodes.txt", ["query=barcodes", "format=txt"]),
                    ("filtered.csv?status=valid", ["query=filtered"]),
                ] {
                    let worker = try await workplace.run(
                        [
                            Products.path("membudget-worker"), "run", "--pipeline", "ticket-export",
                            "--strategy", "cursor", "--dataset-kind", "tickets", "--input",
                            database, "--output", workplace.directory.path("file"),
                        ] + settings.flatMap { ["--set", $0] })
                    #expect(worker.status == 0, "\(worker)")
                    let client = try await workplace.run([
                        "curl", "-sSf", "-o", "download", "http://127.0.0.1:\(port)/\(path)",
                    ])
                    #expect(client.status == 0, "\(client)")
                    let same = try await workplace.run(["cmp", "file", "download"])
                    #expect(same.status == 0, "\(path): \(same)")
                }
                let workbook = try await workplace.run([
                    "curl", "-sSfOJ", "http://localhost:\(port)/tickets.xlsx?limit=10",
                ])
                #expect(workbook.status == 0, "\(workbook)")
                let path = workplace.directory.path("tickets.xlsx")
                let bytes = FileManager.default.contents(atPath: path)
                #expect(bytes?.prefix(2) == Data("PK".utf8))
                let health = try await workplace.run([
                    "curl", "-sSf", "http://localhost:\(port)/health",
                ])
                #expect(health.standardOutput.contains("\"exports_completed\":4"), "\(health)")
            }
            #expect(end.status == 0 && end.standardError == "", "\(end)")
            #expect(workplace.processes == [])
        }

        @Test("After SIGTERM, a slow client still gets all of its export")
        func graceful() async throws {
            try await generate(60_000)
            let end = try await withService(isStopped: true) { port, process in
                let connection = try RawConnection(port: port, receiveByteCount: 16 << 10)
                connection.send(
                    "GET /tickets.csv HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
                let start = await connection.readBytes(atLeast: 1)
                kill(process, SIGTERM)
                let isClosed = await eventually { (try? RawConnection(port: port)) == nil }
                #expect(isClosed)
                let rest = await connection.readBytes()
                let text = String(decoding: start.bytes + rest.bytes, as: UTF8.self)
                #expect(text.hasSuffix("\r\n0\r\n\r\n") && text.contains("\n60000,"))
            }
            #expect(end.status == 0, "\(end)")
        }

        @Test(
            "Mistakes in the command line are reported with the usage",
            arguments: [
                ([], "a service is missing; choose from "),
                (["import"], "there is no service 'import'; choose from "),
                (["export"], "--database is missing"),
                (
                    ["export", "--database", "/no/such/file"],
                    "cannot read database '/no/such/file'"
                ),
                (
                    ["export", "--database", "/dev/null", "--port", "x"],
                    "--port is 'x', not a number from 0 to 65535"
                ),
                (
                    ["export", "--database", "/dev/null", "--speed", "1"],
                    "unexpected argument '--speed'"
                ),
            ])
        func mistakes(arguments: [String], message: String) async throws {
            let result = try await workplace.run([Products.path("membudget-serve")] + arguments)
            #expect([64, 66].contains(result.status), "\(result)")
            #expect(result.standardError.hasPrefix("membudget-serve: "), "\(result)")
            #expect(result.standardError.contains(message), "\(result)")
            #expect(result.standardError.contains("usage: membudget-serve export"), "\(result)")
        }
    }
}
