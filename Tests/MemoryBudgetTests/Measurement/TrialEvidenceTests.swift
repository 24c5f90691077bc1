import Foundation
import MemoryBudget
import Testing

@Suite("Evidence as figures")
struct TrialEvidenceTests {
    /// One proof per case, with its name in JSON.
    private static let proofs: [(String, TrialEvidence.Proof)] = [
        (
            "watchdog",
            .watchdog(metric: .peakRSS, bytes: 101, limitBytes: 100, elapsedNanoseconds: 5)
        ),
        ("kernel_kill", .kernelKill(chargeBytes: 100, limitBytes: 100)),
        (
            "kernel_kill",
            .kernelKill(
                chargeBytes: 100, limitBytes: 100,
                parts: ChargeParts(anonBytes: 60, shmemBytes: 30, fileBytes: 0, kernelBytes: nil))
        ),
        (
            "kernel_kill_outside_metric",
            .kernelKillOutsideMetric(
                chargeBytes: 100, limitBytes: 100, metric: .peakTree, bytes: nil)
        ),
        ("kernel_kill_above_limit", .kernelKillAboveLimit),
        ("allocation_refused", .allocationRefused(limitBytes: 100)),
        (
            "allocation_refused", .allocationRefused(limitBytes: 100, bytes: 200, dataBytes: 10)
        ),
        (
            "refusal_survived",
            .refusalSurvived(limitBytes: 100, bytes: 200, dataBytes: 10, refusals: 1)
        ),
        ("refusals_not_seen", .refusalsNotSeen(limitBytes: 100)),
        ("died_at_data_limit", .diedAtDataLimit(limitBytes: 100)),
        ("exact_peak", .exactPeak(metric: .peakRSS, bytes: 101, limitBytes: 100)),
        ("deadline", .deadline(timeoutNanoseconds: 7)), ("interrupted", .interrupted),
        (
            "stalled",
            .stalled(
                timeoutNanoseconds: 7, highBytes: 100, stalledNanoseconds: 5, windowNanoseconds: 6)
        ),
        ("foreign_kill", .foreignKill(signal: 9)), ("trap", .trap(signal: 4)),
        ("fatal_signal", .fatalSignal(signal: 11)), ("exit_code", .exitCode(code: 3)),
        ("not_found", .notFound), ("not_executable", .notExecutable(errno: 13)),
        ("launch_failed", .launchFailed(step: "can't fork", errno: 11)),
        ("end_not_seen", .endNotSeen), ("metric_not_read", .metricNotRead(metric: .peakLive)),
        ("not_watched", .notWatched(cause: .untraced, processCount: 2)),
        ("tree_not_read", .treeNotRead(lowBytes: 1, highBytes: 3, limitBytes: 2)),
        ("wrong_row_count", .wrongRowCount(rows: 1, expectedRows: 2, remark: nil)),
        (
            "wrong_content",
            .wrongContent(rows: 1, digest: "0e", expectedDigest: "0f", remark: "no barcode")
        ),
        ("wrong_rejected_count", .wrongRejectedCount(rejected: 1, expectedRejected: 2)),
        ("expectation_missing", .expectationMissing(expectation: "few")),
        ("input_changed", .inputChanged),
        ("result_not_read", .resultNotRead(message: "")), ("exited", .exited),
        ("result_rejected", .resultRejected(words: "3 rows are missing")),
        (
            "result_differs",
            .resultDiffers(
                reference: "load-all", format: .csv, referenceFormat: .csv, rows: 9,
                referenceRows: nil)
        ),
        ("check_failed", .checkFailed(cause: .exitCode(code: 2), words: "")),
    ]

    @Test("Each proof is encoded under its own name beside the progress, and decodes back")
    func roundTrip() throws {
        let progress = TrialEvidence.Progress(unitsDone: 3, unitsTotal: nil)
        for (name, proof) in Self.proofs {
            for evidence in [TrialEvidence(proof), TrialEvidence(proof, progress: progress)] {
                let data = try JSONEncoder().encode(evidence)
                let object = try #require(
                    try JSONSerialization.jsonObject(with: data) as? [String: Any])
                #expect(Set(object.keys) == [name, "progress"])
                #expect(try JSONDecoder().decode(TrialEvidence.self, from: data) == evidence)
            }
        }
    }

    @Test("Every kind of evidence has a case, and every outcome is proved by one")
    func complete() {
        let proofs = Self.proofs.map(\.1)
        #expect(Set(proofs.map(\.kind)) == Set(Evidence.Kind.allCases))
        #expect(Set(proofs.map(\.outcome)) == Set(Outcome.allCases))
    }

    @Test("The names of the figures end in their units, and are documented")
    func documented() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Documentation/JSON.md").standardizedFileURL
        let text = try String(contentsOf: path, encoding: .utf8)
        for (name, proof) in Self.proofs {
            let data = try JSONEncoder().encode(proof)
            let object = try #require(
                try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
            let row = try #require(
                text.split(separator: "\n").first {
                    $0.hasPrefix("| `\(name)` | ") && $0.filter { $0 == "|" }.count == 4
                },
                "\(name)")
            for key in try #require(object[name]).keys {
                #expect(row.contains("`\(key)`"), "\(name).\(key)")
            }
        }
    }

    @Test("Evidence of a run without figures is decoded with its sentence")
    func old() throws {
        let text = #"{"kind": "watchdog", "detail": "ended at 65.0 MiB"}"#
        let evidence = try JSONDecoder().decode(Evidence.self, from: Data(text.utf8))
        #expect(evidence == Evidence(.watchdog, detail: "ended at 65.0 MiB"))
        #expect(evidence.figures == nil)
    }
}
