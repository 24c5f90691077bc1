import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@Suite("Export strategies over HTTP")
struct StrategyTests {
    @Test("The client gets the content that the manifest expects", arguments: Workplace.strategies)
    func right(strategy: String) async throws {
        let place = try Workplace()
        for (query, format) in [("all", "csv"), ("numbers", "tsv"), ("barcodes", "txt")] {
            let settings = ["query=\(query)", "format=\(format)", "batch=300"]
            let run = try await place.run(strategy, settings)
            let expected = try place.expected(query)
            #expect(run.clientStatus == 0 && run.doneCount == expected.rows)
            let outcome = try place.verify(settings)
            #expect(outcome.disagreement(with: expected, rowsFailed: 0) == nil)
        }
    }

    @Test("Settings without an expectation are verified as well", arguments: Workplace.strategies)
    func settings(strategy: String) async throws {
        let place = try Workplace()
        let settings = ["query=filtered", "status=used", "limit=101", "batch=100"]
        let run = try await place.run(strategy, settings)
        #expect(run.clientStatus == 0 && run.doneCount == 101)
        let outcome = try place.verify(settings)
        let expected = try #require(outcome.expected)
        #expect(outcome.disagreement(with: expected, rowsFailed: 0) == nil && outcome.rows == 101)
    }

    @Test("An empty export is right, and the client has no file", arguments: Workplace.strategies)
    func empty(strategy: String) async throws {
        let place = try Workplace(tickets: 0)
        let run = try await place.run(strategy)
        #expect(run.doneCount == 0)
        // curl's status for a response that isn't a success.
        #expect(run.clientStatus == 22)
        #expect(!FileManager.default.fileExists(atPath: place.output))
        #expect(
            try place.verify().disagreement(with: place.expected("all"), rowsFailed: 0) == nil)
    }

    @Test(
        "A client that disconnects is an error with the number of tickets sent",
        arguments: [
            "keyset", "streamed",
        ])
    func gone(strategy: String) async throws {
        let place = try Workplace(tickets: 60_000)
        async let end: Void = place.serve(strategy)
        let order = try await place.placedOrder()
        let port = try #require(order.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) })
        var connection: RawConnection? = try RawConnection(port: port, receiveByteCount: 16 << 10)
        connection?.send("GET /tickets.csv HTTP/1.1\r\nhost: {host}\r\n\r\n")
        _ = await connection?.readBytes(atLeast: 100)
        connection = nil
        do {
            try await end
            Issue.record("the run did not fail")
        } catch let error as WorkerError {
            #expect(error.code == .io)
            #expect(error.message.hasPrefix("the client disconnected after "))
        }
    }

    @Test("The client reads at the configured speed")
    func speed() async throws {
        for (setting, line) in [("0", nil), ("64", "limit-rate = \"65536\"")] {
            let place = try Workplace(tickets: 10)
            async let run = place.run("streamed", ["client-kib-per-second=\(setting)"])
            let order = try await place.placedOrder()
            _ = try await run
            #expect(order.contains("limit-rate") == (line != nil))
            if let line { #expect(order.contains(line)) }
        }
    }

    @Test("An impossible setting is rejected before the server starts")
    func mistakes() async throws {
        let place = try Workplace(tickets: 10)
        for settings in [["format=txt"], ["query=everything"], ["client-kib-per-second=-1"]] {
            let error = try await #require(throws: WorkerError.self) {
                try await place.serve("streamed", settings)
            }
            #expect(error.code == .badSetting)
        }
    }

    @Test("A database that can't be read is the run's error, not the client's")
    func missing() async throws {
        let place = try Workplace(tickets: 10)
        try FileManager.default.removeItem(atPath: place.input)
        let error = try await #require(throws: WorkerError.self) {
            try await place.run("streamed")
        }
        #expect(error.code == .inputMissing)
    }
}
