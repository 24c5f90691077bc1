import Foundation
import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import Dashboard

@Suite("The live page over HTTP", .serialized)
struct ServingTests {
    private static func dashboard() throws -> (Dashboard, RecordedRun) {
        let run = try RecordedRun()
        let dashboard = Dashboard(path: "run")
        var follower = RunFollower(run.directory, on: dashboard)
        try follower.look()
        return (dashboard, run)
    }

    @Test("The page may only use its own style, scripts and events")
    func policy() async throws {
        let (dashboard, run) = try Self.dashboard()
        let answer = try await dashboard.serving { try await HTTPAnswer(to: "GET", "/", port: $0) }
        let head = answer.head.lowercased()
        #expect(answer.status == 200 && head.contains("content-type: text/html"))
        #expect(head.contains("content-security-policy: default-src 'none'; script-src 'nonce-"))
        #expect(!head.contains("unsafe") && head.contains("cache-control: no-store"))
        #expect(head.contains("cross-origin-resource-policy: same-origin"))
        // The document contains no data of the run, so no data has to be escaped in it.
        for name in run.record.scenarios.map(\.name) { #expect(!answer.body.contains(name)) }
        #expect(
            !answer.body.contains("http://") || answer.body.contains("http://www.w3.org/2000/svg"))
        #expect(!answer.body.contains("https://") && !answer.body.contains("src="))
    }

    @Test("State and series are JSON; everything else is rejected")
    func paths() async throws {
        let (dashboard, run) = try Self.dashboard()
        let trial = run.record.scenarios[0].cells[0].trials[0]
        try run.writeSeries(of: trial)
        let id = dashboard.run.scenarios[0].cells[0].trials[0].id
        let (state, series, missing, posted) = try await dashboard.serving { port in
            let state = try await HTTPAnswer(to: "GET", "/state.json", port: port)
            let series = try await HTTPAnswer(to: "GET", "/series/\(id)", port: port)
            let missing = try await HTTPAnswer(to: "GET", "/series/../run.json", port: port)
            return (state, series, missing, try await HTTPAnswer(to: "POST", "/", port: port))
        }
        #expect(state.json["schema"] as? String == "membudget.live/1")
        #expect(series.body.hasPrefix("[[") && missing.status == 404 && posted.status == 405)
    }

    @Test("Events begin with the state, and end with an event for the end")
    func events() async throws {
        let (dashboard, _) = try Self.dashboard()
        let text = try await dashboard.serving { port in
            let connection = try RawConnection(port: port)
            connection.send("GET /events HTTP/1.1\r\nhost: {host}\r\n\r\n")
            #expect(await connection.hasAnswer(withinMilliseconds: 10_000))
            dashboard.note("a note")
            return connection
        }.readToEnd()
        #expect(text.isEnded && text.text.contains("event:state\ndata: {\"header\""))
        #expect(text.text.contains("event:note\ndata: [\"a note\"]\n\n"))
        #expect(text.text.hasSuffix("event:closing\ndata: {}\n\n"))
    }
}
