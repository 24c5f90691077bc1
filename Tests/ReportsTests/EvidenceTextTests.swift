import MemoryBudget
import Testing

@testable import Reports

@Suite("The evidence of a trial's end, in words")
struct EvidenceTextTests {
    private static let mebibyte = 1 << 20

    /// All proofs with their sentences, without progress.
    private static let sentences: [(TrialEvidence.Proof, String)] = [
        (
            .watchdog(
                metric: .peakRSS, bytes: 65 * mebibyte, limitBytes: 64 * mebibyte,
                elapsedNanoseconds: 3_210_000_000),
            "ended at 65.0 MiB of peak RSS, over a budget of 64.0 MiB, 3.21 s in"
        ),
        (
            .kernelKill(chargeBytes: 64 * mebibyte, limitBytes: 64 * mebibyte),
            "the kernel's out-of-memory killer, at a charge of 64.0 MiB under a limit of 64.0 MiB"
        ),
        (
            .kernelKill(
                chargeBytes: 64 * mebibyte, limitBytes: 64 * mebibyte,
                parts: ChargeParts(
                    anonBytes: 2 * mebibyte, shmemBytes: 60 * mebibyte, fileBytes: 0,
                    kernelBytes: mebibyte)),
            "the kernel's out-of-memory killer, at a charge of 64.0 MiB under a limit of 64.0 MiB:"
                + " 60.0 MiB tmpfs and shared memory (files on tmpfs stay in memory), 2.0 MiB"
                + " anonymous, 1.0 MiB kernel"
        ),
        (
            .kernelKill(
                chargeBytes: 64 * mebibyte, limitBytes: 64 * mebibyte,
                parts: ChargeParts(anonBytes: 63 * mebibyte, shmemBytes: 0)),
            "the kernel's out-of-memory killer, at a charge of 64.0 MiB under a limit of 64.0 MiB:"
                + " 63.0 MiB anonymous"
        ),
        (
            .kernelKillOutsideMetric(
                chargeBytes: 80 * mebibyte, limitBytes: 80 * mebibyte, metric: .peakRSS,
                bytes: 10 * mebibyte),
            "the kernel's out-of-memory killer, at a charge of 80.0 MiB under a limit of 80.0 MiB,"
                + " while peak RSS was 10.0 MiB: what was charged is not in the metric (files on"
                + " tmpfs, kernel memory); measure with --enforce watchdog, or judge with"
                + " --metric container"
        ),
        (
            .kernelKillOutsideMetric(
                chargeBytes: 80 * mebibyte, limitBytes: 80 * mebibyte, metric: .peakTree,
                bytes: nil),
            "the kernel's out-of-memory killer, at a charge of 80.0 MiB under a limit of 80.0 MiB,"
                + " while tree peak was not read: what was charged is not in the metric (files on"
                + " tmpfs, kernel memory); measure with --enforce watchdog, or judge with"
                + " --metric container"
        ),
        (
            .kernelKillAboveLimit,
            "a memory limit outside the trial was reached (container or machine), and the kernel killed a process"
        ),
        (
            .allocationRefused(limitBytes: 96 * mebibyte),
            "an allocation was refused under a data limit of 96.0 MiB"
        ),
        (
            .allocationRefused(
                limitBytes: 96 * mebibyte, bytes: 200 * mebibyte, dataBytes: 8 * mebibyte),
            "an allocation of 200.0 MiB was refused under a data limit of 96.0 MiB, with 8.0 MiB"
                + " reserved"
        ),
        (
            .refusalSurvived(
                limitBytes: 96 * mebibyte, bytes: 200 * mebibyte, dataBytes: 8 * mebibyte,
                refusals: 1),
            "an allocation of 200.0 MiB was refused under a data limit of 96.0 MiB, with 8.0 MiB"
                + " reserved; the command succeeded without it, so its need is unknown"
        ),
        (
            .refusalSurvived(
                limitBytes: 96 * mebibyte, bytes: 200 * mebibyte, dataBytes: 8 * mebibyte,
                refusals: 3),
            "3 allocations were refused under a data limit of 96.0 MiB, the last of 200.0 MiB, with"
                + " 8.0 MiB reserved; the command succeeded without them, so its need is unknown"
        ),
        (
            .refusalsNotSeen(limitBytes: 96 * mebibyte),
            "whether its data limit of 96.0 MiB refused an allocation could not be observed"
                + " (this requires Linux 5.3 and a 64-bit program); measure with --enforce watchdog"
        ),
        (
            .diedAtDataLimit(limitBytes: 96 * mebibyte),
            "died within 1 MiB of its data limit of 96.0 MiB"
        ),
        (
            .exactPeak(metric: .peakRSS, bytes: 65 * mebibyte, limitBytes: 64 * mebibyte),
            "peak RSS was 65.0 MiB, over a budget of 64.0 MiB"
        ),
        (
            .deadline(timeoutNanoseconds: 120_000_000_000),
            "still running at its deadline of 2 min 00 s"
        ),
        (
            .stalled(
                timeoutNanoseconds: 60_000_000_000, highBytes: 16 * mebibyte,
                stalledNanoseconds: 9_500_000_000, windowNanoseconds: 10_000_000_000),
            "all its processes waited for memory for 9.50 s of the last 10.0 s before its deadline"
                + " of 60.0 s, under a memory.high of 16.0 MiB"
        ),
        (.deadline(timeoutNanoseconds: nil), "still running at its deadline"),
        (.interrupted, "the harness was asked to stop"),
        (.foreignKill(signal: 9), "something outside ended it with SIGKILL"),
        (.trap(signal: 4), "SIGILL: a runtime trap"), (.fatalSignal(signal: 11), "SIGSEGV"),
        (.fatalSignal(signal: 40), "signal 40"), (.exitCode(code: 3), "exit status 3"),
        (.notFound, "the command could not be found"),
        (.notExecutable(errno: 13), "the command could not be executed: Permission denied"),
        (
            .launchFailed(step: "can't enter its folder, /no", errno: 2),
            "can't enter its folder, /no: No such file or directory"
        ),
        (.endNotSeen, "how the command ended could not be observed"),
        (.metricNotRead(metric: .peakLive), "peak live bytes could not be read"),
        (
            .notWatched(cause: .untraced, processCount: 1),
            "1 process escaped the tracer (CLONE_UNTRACED) and was killed; the memory in use is"
                + " unknown"
        ),
        (
            .notWatched(cause: .refused, processCount: 2),
            "the memory of 2 processes could not be read (hidden by the system, or too few"
                + " descriptors)"
        ),
        (
            .treeNotRead(lowBytes: 60 << 20, highBytes: 123 << 20, limitBytes: 100 << 20),
            "tree peak was between 60.0 MiB and 123.0 MiB, around a budget of 100.0 MiB: the memory"
                + " that its processes share could not be read"
        ),
        (
            .wrongRowCount(rows: 10_000, expectedRows: 9_990, remark: nil),
            "the result holds 10,000 rows, expected 9,990"
        ),
        (
            .wrongRowCount(rows: 1, expectedRows: 9_990, remark: "4 tickets have no barcode"),
            "the result holds 1 row, expected 9,990: 4 tickets have no barcode"
        ),
        (
            .wrongContent(rows: 9_990, digest: "00fe", expectedDigest: "00ff", remark: nil),
            "9,990 rows as expected, but their content differs (digest 00fe, expected 00ff)"
        ),
        (
            .wrongContent(
                rows: 9_990, digest: "00fe", expectedDigest: "00ff",
                remark: "4 tickets have no barcode"),
            "9,990 rows as expected, but their content differs (digest 00fe, expected 00ff):"
                + " 4 tickets have no barcode"
        ),
        (
            .wrongRejectedCount(rejected: 1_011, expectedRejected: 10),
            "1,011 rows were rejected, expected 10"
        ),
        (
            .expectationMissing(expectation: "few"),
            "the dataset has no expected value for 'few'"
        ),
        (.inputChanged, "the input changed while it ran, so its result can't be judged"),
        (.resultNotRead(message: "no such table"), "the result could not be read: no such table"),
        (.resultNotRead(message: ""), "the result could not be read: no reason given"),
        (
            .resultRejected(words: "3 rows are missing"),
            "rejected by the check: 3 rows are missing"
        ),
        (.resultRejected(words: ""), "rejected by the check"),
        (differs(.csv, 9, from: .csv, 10), "the result has 9 rows, that of load-all has 10"),
        (
            differs(.csv, 10, from: .csv, 10),
            "as many rows as load-all (10), but their content differs, compared row by row in any"
                + " order"
        ),
        (
            differs(.file, nil, from: .file, nil),
            "the result differs from that of load-all, compared byte by byte"
        ),
        (
            differs(.file, nil, from: .sqlite, 10),
            "the result is a file, but that of load-all is an SQLite database"
        ),
        (
            differs(.absent, nil, from: .folder, nil),
            "it wrote nothing to {output}, unlike load-all"
        ),
        (
            .checkFailed(cause: .exitCode(code: 2), words: "no such module"),
            "the result could not be checked: the check ended with exit status 2; stderr: no such"
                + " module"
        ),
        (
            .checkFailed(cause: .signal(signal: 11), words: ""),
            "the result could not be checked: the check was killed by SIGSEGV"
        ),
        (
            .checkFailed(cause: .timedOut(timeoutNanoseconds: 2_000_000_000), words: ""),
            "the result could not be checked: the check timed out after 2.00 s"
        ),
        (
            .checkFailed(cause: .notStarted(reason: "there is no program 'check'"), words: ""),
            "the result could not be checked: there is no program 'check'"
        ),
        (.exited, "exit status 0"),
    ]

    private static func differs(
        _ format: ResultFingerprint.Format, _ rows: Int?,
        from reference: ResultFingerprint.Format, _ expected: Int?
    ) -> TrialEvidence.Proof {
        .resultDiffers(
            reference: "load-all", format: format, referenceFormat: reference, rows: rows,
            referenceRows: expected)
    }

    @Test("Every proof has a sentence")
    func sentences() {
        for (proof, sentence) in Self.sentences {
            #expect(EvidenceText.sentence(TrialEvidence(proof)) == sentence)
        }
        #expect(Set(Self.sentences.map(\.0.kind)) == Set(Evidence.Kind.allCases))
    }

    @Test("Only trials that ended early report their progress")
    func progress() {
        let share = TrialEvidence.Progress(unitsDone: 59_200, unitsTotal: 160_000)
        let count = TrialEvidence.Progress(unitsDone: 59_200, unitsTotal: nil)
        let none = TrialEvidence.Progress(unitsDone: 0, unitsTotal: 160_000)
        let told: Set<String> = [
            "watchdog", "kernelKill", "allocationRefused", "diedAtDataLimit", "deadline",
            "stalled",
            "foreignKill", "trap", "fatalSignal", "exitCode",
        ]
        for (proof, sentence) in Self.sentences {
            func text(_ progress: TrialEvidence.Progress) -> String {
                EvidenceText.sentence(TrialEvidence(proof, progress: progress))
            }
            let isTold = told.contains(String("\(proof)".prefix { $0 != "(" }))
            #expect(
                text(share) == sentence
                    + (isTold ? " after 37 % of the input (59,200 of 160,000)" : ""))
            #expect(text(count) == sentence + (isTold ? " after 59,200 units" : ""))
            #expect(text(none) == sentence)
        }
    }
}
