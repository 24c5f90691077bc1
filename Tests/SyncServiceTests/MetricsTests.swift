import Foundation
import TestSupport
import Testing

@testable import SyncService

@Suite("Metrics of the service", .serialized)
struct MetricsTests {
    @Test("Values, labels and help are written in Prometheus' format")
    func format() {
        var metrics = MetricsText()
        metrics.add("a_total", kind: .counter, help: "Back\\slash\nand line", value: 3)
        metrics.add(
            "b", kind: .gauge, help: "\"Quoted\"",
            samples: [
                .init(0.5, labels: [("x", "say \"no\"\\\n"), ("y", "")]), .init(1e300),
            ])
        #expect(
            metrics.text == #"""
                # HELP a_total Back\\slash\nand line
                # TYPE a_total counter
                a_total 3
                # HELP b "Quoted"
                # TYPE b gauge
                b{x="say \"no\"\\\n",y=""} 0.5
                b 1e+300

                """#)
    }

    /// Parses the metrics of a text, after checking its grammar.
    private func values(_ text: String) throws -> [String: Double] {
        var values: [String: Double] = [:]
        var described: Set<Substring> = []
        var typed: Set<Substring> = []
        #expect(text.hasSuffix("\n") && !text.contains("\n\n"))
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# HELP ") {
                #expect(described.insert(words[2]).inserted && words.count > 3)
            } else if line.hasPrefix("# TYPE ") {
                #expect(typed.insert(words[2]).inserted && described.contains(words[2]))
                #expect(words[3] == (words[2].hasSuffix("_total") ? "counter" : "gauge"))
            } else {
                let name = line.prefix { $0 != "{" && $0 != " " }
                #expect(typed.contains(name), "\(line)")
                let key = line.dropLast((words.last?.count ?? 0) + 1)
                let value = try #require(words.last.flatMap { Double($0) }, "\(line)")
                #expect(values.updateValue(value, forKey: String(key)) == nil)
            }
        }
        return values
    }

    @Test("The service reports its memory, its counts and the outcome of the last sync")
    func served() async throws {
        let reason = "a page said \"no\\yes\"\nand ended"
        let report = SyncReport(
            .incomplete, reason: reason, counts: [.calls: 5, .retries: 1, .deleted: 0])
        let answers = try await Service.running(FakeRunner(.success(report))) { service in
            let before = try await service.exchange("GET", "/metrics")
            for _ in 0..<2 { _ = try await service.exchange("POST", "/sync") }
            return [before, try await service.exchange("GET", "/metrics")]
        }
        let type = "content-type: text/plain; version=0.0.4; charset=utf-8"
        #expect(answers.allSatisfy { $0.status == 200 && $0.head.lowercased().contains(type) })
        let before = try values(answers[0].body)
        #expect(before["membudget_sync_calls_total"] == 0)
        #expect(!before.keys.contains { $0.hasPrefix("membudget_sync_last") })
        let after = try values(answers[1].body)
        #expect(after[#"membudget_sync_runs_total{completeness="incomplete"}"#] == 2)
        #expect(after[#"membudget_sync_runs_total{completeness="complete"}"#] == 0)
        #expect(after["membudget_sync_calls_total"] == 10)
        #expect(after["membudget_sync_last_calls"] == 5)
        #expect(after["membudget_sync_running"] == 0)
        let escaped = #"a page said \"no\\yes\"\nand ended"#
        let last = #"membudget_sync_last_result{completeness="incomplete",reason="\#(escaped)"}"#
        #expect(after[last] == 1)
        let resident = try #require(after["process_resident_memory_bytes"])
        let peak = try #require(after["membudget_process_peak_resident_memory_bytes"])
        #expect(resident > 1_048_576 && peak >= resident)
    }

    @Test("A running sync is reported, with its progress")
    func running() async throws {
        let runner = FakeRunner(waits: true)
        let text = try await Service.running(runner) { service in
            async let sync = service.exchange("POST", "/sync")
            try await service.waitForRuns(1)
            let metrics = try await service.exchange("GET", "/metrics").body
            runner.runs[0].end()
            _ = try await sync
            return metrics
        }
        let values = try values(text)
        #expect(values["membudget_sync_running"] == 1)
        #expect(values["membudget_sync_running_records"] == 7)
    }

    @Test("Memory is what the system reports, in bytes")
    func memory() {
        #expect(
            ProcessMemory.kibibytes("VmRSS", in: "VmHWM:\t  99 kB\nVmRSS:\t    5120 kB\n") == 5120)
        #expect(ProcessMemory.kibibytes("VmRSS", in: "VmSwap: 1 kB\n") == nil)
    }
}
