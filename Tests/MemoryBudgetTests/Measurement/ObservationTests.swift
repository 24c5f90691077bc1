import Foundation
import MemoryBudget
import Testing

@Suite("Observations")
struct ObservationTests {
    /// The documented keys of a trial.
    private static let contract: Set<String> = [
        "strategy", "scale", "kind", "index", "seed", "started_at", "outcome", "evidence",
        "enforcement", "peak_rss_bytes", "peak_rss_low_bytes", "peak_rss_high_bytes",
        "peak_anon_bytes", "peak_file_bytes", "peak_shmem_bytes",
        "peak_tree_bytes", "peak_live_bytes", "cgroup_peak_bytes", "end_rss_bytes",
        "overshoot_bytes", "wall_ns", "user_ns", "system_ns", "major_faults", "read_bytes",
        "written_bytes", "units_done", "units_total", "rows_failed", "digest", "counts", "exit",
        "allocator",
        "quality",
    ]

    /// The keys added later.
    private static let additions: Set<String> = [
        "scenario", "parameters", "budget", "phase", "process_count", "peak_process",
        "stderr_tail", "counter_error_bytes", "cpus", "unprivileged_programs",
        "check", "stderr_file",
    ]

    @Test("A complete observation has exactly the documented and the added keys")
    func keys() throws {
        let object = try json(whole())
        #expect(Set(object.keys) == Self.contract.union(Self.additions))
        #expect(
            (object["scale"] as? [String: Any]).map { Set($0.keys) } == [
                "label", "units", "input_bytes",
            ])
        #expect((object["exit"] as? [String: Any]).map { Set($0.keys) } == ["code", "signal"])
        #expect(
            object["quality"] as? [String: String] == [
                "peak-rss": "exact", "peak-tree": "lower_bound",
            ])
        #expect(object["outcome"] as? String == "over_budget")
        #expect(object["kind"] as? String == "measured")
        let evidence = try #require(object["evidence"] as? [String: Any])
        #expect(Set(evidence.keys) == ["kind", "detail", "figures"])
        #expect(evidence["kind"] as? String == "watchdog" && evidence["detail"] as? String == "d")
        let figures = try #require(evidence["figures"] as? [String: Any])
        #expect(Set(figures.keys) == ["watchdog", "progress"])
        #expect((object["budget"] as? [String: Any])?["limit_bytes"] as? Int == 100)
        #expect((object["allocator"] as? [String: Any])?["attached"] as? Bool == true)
        #expect(
            (object["enforcement"] as? [String: Any])?["tiers"] as? [String] == [
                "watchdog", "cgroup-v1",
            ])
    }

    @Test("An encoded observation decodes to the same value, also without unread figures")
    func roundTrip() throws {
        for observation in [whole(), plain(.completed)] {
            let data = try JSONEncoder().encode(observation)
            #expect(try JSONDecoder().decode(Observation.self, from: data) == observation)
        }
    }

    @Test("Every key is present without any figure, and unread figures are null, never zero")
    func unread() throws {
        let object = try json(plain(.completed))
        #expect(Set(object.keys) == Self.contract.union(Self.additions))
        for key in ["peak_rss_bytes", "units_done", "digest", "budget"] {
            #expect(object[key] is NSNull, "\(key)")
        }
        for (key, part) in [
            ("scale", "input_bytes"), ("exit", "code"), ("exit", "signal"),
            ("enforcement", "limit_bytes"), ("enforcement", "missing"), ("evidence", "figures"),
        ] {
            #expect((object[key] as? [String: Any])?[part] is NSNull, "\(key).\(part)")
        }
    }

    @Test("A journal that leaves out unread figures can still be decoded")
    func sparse() throws {
        let object = try json(plain(.completed)).filter { !($0.value is NSNull) }
        let data = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(Observation.self, from: data) == plain(.completed))
    }

    @Test("Each metric reads its own figure")
    func metrics() {
        let observation = whole()
        #expect(Metric.allCases.map { observation.bytes(of: $0) } == [1, 2, 6, 5, 7])
        #expect(Metric.allCases.allSatisfy { plain(.completed).bytes(of: $0) == nil })
    }

    @Test("A trial that died before its end is censored, unless its exact peak is the evidence")
    func censored() {
        #expect(!plain(.completed).isCensored)
        #expect(!plain(.wrongResult, .verification).isCensored)
        #expect(!plain(.overBudget, .exactPeak).isCensored)
        #expect(plain(.overBudget, .watchdog).isCensored)
        #expect(plain(.crashed, .signal).isCensored)
        #expect(plain(.timedOut, .deadline).isCensored)
        #expect(plain(.stalled, .memoryPressure).isCensored)
    }

    @Test("Throughput requires a count, a duration and completion")
    func throughput() {
        var observation = plain(.completed)
        #expect(observation.unitsPerSecond == nil)
        observation.unitsDone = 500
        #expect(observation.unitsPerSecond == nil)
        observation.wallNanoseconds = 250_000_000
        #expect(observation.unitsPerSecond == 2_000)
        observation.outcome = .crashed
        observation.evidence = Evidence(.signal, detail: "")
        #expect(observation.unitsPerSecond == nil)
    }

    @Test("Outcomes have the documented names")
    func outcomes() {
        #expect(
            Outcome.allCases.map(\.rawValue) == [
                "completed", "over_budget", "wrong_result", "crashed", "failed", "timed_out",
                "stalled", "killed_externally", "unmeasured",
            ])
    }

    private func plain(_ outcome: Outcome, _ kind: Evidence.Kind = .exited) -> Observation {
        Observation(
            strategy: "s", scale: ScaleRecord(Scale(units: 10_000), inputBytes: nil),
            startedAt: "2026-01-02T03:04:05.678Z", outcome: outcome,
            evidence: Evidence(kind, detail: "d"),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false))
    }

    private func whole() -> Observation {
        var observation = plain(.overBudget, .watchdog)
        observation.scale.inputBytes = 7
        observation.evidence = Evidence(
            TrialEvidence(
                .watchdog(
                    metric: .peakRSS, bytes: 101, limitBytes: 100, elapsedNanoseconds: 5),
                progress: .init(unitsDone: 13, unitsTotal: 14)), detail: "d")
        observation.enforcement = EnforcementRecord(
            requested: .auto, tiers: [.watchdog, .cgroupV1], limitBytes: 110, missing: "none")
        observation.exit = ExitRecord(code: 1, signal: 9)
        observation.allocator = AllocatorRecord(name: .jemalloc, isAttached: true)
        observation.budget = Budget(metric: .peakRSS, limit: ByteCount(100))
        observation.quality = [.peakRSS: .exact, .peakTree: .lowerBound]
        (observation.peakRSSBytes, observation.peakAnonBytes) = (1, 2)
        (observation.peakFileBytes, observation.peakShmemBytes) = (3, 4)
        (observation.peakTreeBytes, observation.peakLiveBytes) = (5, 6)
        (observation.cgroupPeakBytes, observation.endRSSBytes) = (7, 8)
        (observation.overshootBytes, observation.readBytes) = (9, 10)
        (observation.writtenBytes, observation.rowsFailed) = (11, 12)
        (observation.unitsDone, observation.unitsTotal) = (13, 14)
        (observation.digest, observation.phase) = ("0f", "load")
        (observation.peakProcess, observation.stderrTail) = ("sort", "oh")
        return observation
    }

    private func json(_ observation: Observation) throws -> [String: Any] {
        let data = try JSONEncoder().encode(observation)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
