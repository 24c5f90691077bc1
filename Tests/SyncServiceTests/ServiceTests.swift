import Foundation
import SyncService
import TestSupport
import Testing

@Suite("Syncs as a service", .serialized)
struct ServiceTests {
    private static let report = SyncReport(
        .incomplete, reason: "the total changed from 3 to 4",
        counts: [.calls: 54, .bytes: 1 << 40, .inserted: 3, .failed: 2])

    @Test("A service without any sync is healthy")
    func healthBefore() async throws {
        let answer = try await Service.running { try await $0.exchange("GET", "/health") }
        let expected: NSDictionary = [
            "status": "ok", "running": false, "running_records": NSNull(), "last_sync": NSNull(),
        ]
        #expect(answer.status == 200 && answer.head.contains("application/json"))
        #expect(answer.json as NSDictionary == expected)
    }

    @Test("A sync is answered with its result when it ends, and health remembers it")
    func result() async throws {
        let (sync, health) = try await Service.running(FakeRunner(.success(Self.report))) {
            (try await $0.exchange("POST", "/sync"), try await $0.exchange("GET", "/health"))
        }
        let result = sync.json
        #expect(sync.status == 200)
        #expect(result["completeness"] as? String == "incomplete")
        #expect(result["reason"] as? String == "the total changed from 3 to 4")
        #expect(
            result["summary"] as? String
                == "incomplete, so nothing was deleted: the total changed from 3 to 4")
        let counts = SyncReport.Count.allCases.map { result[$0.rawValue] as? Int }
        #expect(counts == [54, 0, 1 << 40, 3, 0, 0, 0, 2])
        let last = try #require(health.json["last_sync"] as? [String: Any])
        #expect(last["calls"] as? Int == 54 && last["duration_seconds"] is Double)
        #expect(try #require(last["ended_at_unix_seconds"] as? Int) > 1_700_000_000)
    }

    @Test("A sync that can't do its work is a server error, with the reason")
    func failed() async throws {
        let failure = FakeRunner.Failure(description: "the disk is full")
        let answers = try await Service.running(FakeRunner(.failure(failure))) {
            [try await $0.exchange("POST", "/sync"), try await $0.exchange("GET", "/health")]
        }
        #expect(answers[0].status == 500)
        #expect(answers[0].json["summary"] as? String == "failed: the disk is full")
        #expect(answers[1].status == 200)
    }

    @Test("Syncs run one at a time: another is refused until the first has ended")
    func oneAtATime() async throws {
        try await Service.running(FakeRunner(waits: true)) { service in
            async let first = service.exchange("POST", "/sync")
            try await service.waitForRuns(1)
            let second = try await service.exchange("POST", "/sync")
            #expect(second.status == 409)
            let health = try await service.exchange("GET", "/health").json
            #expect(health["running"] as? Bool == true)
            #expect(health["running_records"] as? Int == 7)
            #expect(service.runner.runs.count == 1)
            service.runner.runs[0].end()
            #expect(try await first.status == 200)
            async let third = service.exchange("POST", "/sync")
            try await service.waitForRuns(2)
            service.runner.runs[1].end()
            #expect(try await third.status == 200)
        }
    }

    @Test("A sync continues when its client disconnects")
    func abandoned() async throws {
        try await Service.running(FakeRunner(.success(Self.report), waits: true)) { service in
            var connection: RawConnection? = try RawConnection(port: service.port)
            connection?.send("POST /sync HTTP/1.1\r\nhost: {host}\r\n\r\n")
            try await service.waitForRuns(1)
            connection = nil
            #expect(try await service.exchange("POST", "/sync").status == 409)
            service.runner.runs[0].end()
            await service.director.waitUntilIdle()
            #expect(service.director.status.history.last?.report == Self.report)
        }
    }

    @Test("A service that stops asks its sync to stop, answers it, and starts no other")
    func stopped() async throws {
        let runner = FakeRunner(waits: true)
        let answer = try await Service.running(runner) { service in
            async let sync = service.exchange("POST", "/sync")
            try await service.waitForRuns(1)
            service.stop()
            let answer = try await sync
            #expect(await service.director.sync() == .stopping)
            return answer
        }
        #expect(answer.status == 200)
        #expect(answer.json["completeness"] as? String == "stopped")
        #expect(runner.runs.count == 1)
    }

    @Test("A service that stops waits for a sync whose client is gone")
    func stoppedAlone() async throws {
        let runner = FakeRunner(waits: true)
        let director = try await Service.running(runner) { service in
            var connection: RawConnection? = try RawConnection(port: service.port)
            connection?.send("POST /sync HTTP/1.1\r\nhost: {host}\r\n\r\n")
            try await service.waitForRuns(1)
            connection = nil
            return service.director
        }
        #expect(director.status.history.runCounts.values.reduce(0, +) == 1)
        #expect(director.status.isStopping && director.status.doneCount == nil)
    }

    @Test(
        "Other methods are refused with the accepted one, and unknown paths with an error",
        arguments: [
            ("POST", "/health", 405, "GET"), ("PUT", "/sync", 405, "POST"),
            ("GET", "/sync", 405, "POST"), ("DELETE", "/metrics", 405, "GET"),
            ("GET", "/", 404, nil), ("GET", "/health/", 404, nil), ("POST", "/syncs", 404, nil),
        ])
    func refused(method: String, path: String, status: Int, allowed: String?) async throws {
        let runner = FakeRunner()
        let answer = try await Service.running(runner) { try await $0.exchange(method, path) }
        #expect(answer.status == status)
        if let allowed {
            #expect(answer.head.lowercased().contains("allow: \(allowed.lowercased())"))
        }
        #expect(answer.json["error"] is String)
        #expect(runner.runs.isEmpty)
    }

    @Test("A query changes nothing")
    func query() async throws {
        let answer = try await Service.running { try await $0.exchange("GET", "/health?x=1") }
        #expect(answer.status == 200)
    }
}
