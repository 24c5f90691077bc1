import MemoryBudget
import Testing

@testable import Reports

@Suite("The summary of one command")
struct TrialSummaryTests {
    private func killed(_ trial: inout Observation) {
        trial.outcome = .overBudget
        trial.evidence = Evidence(.watchdog, detail: "peak RSS crossed")
        trial.peakRSSBytes = Fixture.mebibytes(32.6)
        trial.overshootBytes = Fixture.mebibytes(0.6)
        trial.majorFaults = 12
        trial.unitsDone = 59_200
        trial.unitsTotal = 160_000
        trial.rowsFailed = 3
        trial.phase = "load"
        trial.allocator = AllocatorRecord(name: .jemalloc, isAttached: false)
        trial.stderrTail = "Traceback\nKilled\u{1B}[0m\n"
    }

    @Test("A command within its budget has its headroom and all figures")
    func within() throws {
        try expectText(
            TrialSummary([Fixture.command()]).text,
            is: #"""
                python3 stayed within 32.0 MiB: peak RSS 21.4 MiB, 10.6 MiB of headroom (33 %).
                  peak RSS        21.4 MiB · exact · by python3 import.py, the largest of 4 processes
                  tree peak       ≥ 88.0 MiB · lower bound
                  sampled         anonymous 15.0 MiB · file 6.4 MiB
                  RSS at the end  12.0 MiB
                  time            3.21 s · user 2.57 s · system 321 ms
                  I/O             read 1.0 GiB · written 30.0 MiB (bytes of read and write calls)
                  budget          32.0 MiB peak RSS · by watchdog, backed by cgroup-v2 at 48.0 MiB
                  allocator       system

                """#)
    }

    @Test("A killed command has bounds, progress, overshoot, and a remark on missing jemalloc")
    func over() throws {
        try expectText(
            TrialSummary([Fixture.command(killed)]).text,
            is: #"""
                python3 went over 32.0 MiB: killed at 32.6 MiB of peak RSS after 3.21 s.
                  peak RSS        ≥ 32.6 MiB · lower bound · by python3 import.py, the largest of 4 processes
                  tree peak       ≥ 88.0 MiB · lower bound
                  sampled         anonymous 15.0 MiB · file 6.4 MiB
                  RSS at the end  12.0 MiB
                  time            3.21 s · user 2.57 s · system 321 ms
                  page faults     12 needed the disk
                  I/O             read 1.0 GiB · written 30.0 MiB (bytes of read and write calls)
                  progress        59,200 of 160,000 (37 %) · 3 rejected · last phase 'load'
                  budget          32.0 MiB peak RSS · by watchdog, backed by cgroup-v2 at 48.0 MiB · overshoot 614.…
                  allocator       jemalloc was requested, but is not in every program: static ones can't preload it
                  stderr          Killed\u{1B}[0m

                """#)
    }

    @Test("Several trials have medians and ranges of the completed ones")
    func several() throws {
        let trials = [
            Fixture.command(), Fixture.command { $0.peakRSSBytes = Fixture.mebibytes(23) },
            Fixture.command(killed),
        ]
        try expectText(
            TrialSummary(trials).text,
            is: #"""
                python3 went over 32.0 MiB in 1 of 3 trials: killed at 32.6 MiB of peak RSS after 3.21 s.
                  trials     3 · median (range) of the 2 that ran to the end
                  peak RSS   22.2 MiB (21.4–23.0 MiB) · exact · by python3 import.py, the largest of 4 processes
                  tree peak  ≥ 88.0 MiB · lower bound
                  wall time  3.21 s
                  budget     32.0 MiB peak RSS · by watchdog, backed by cgroup-v2 at 48.0 MiB · overshoot 614.4 KiB
                  allocator  jemalloc was requested, but is not in every program: static ones can't preload it
                  stderr     Killed\u{1B}[0m

                """#)
    }

    @Test("Without a budget, there is no claim about one")
    func unbudgeted() {
        let text = TrialSummary([Fixture.command { $0.budget = nil }]).text
        #expect(text.hasPrefix("python3 completed: peak RSS 21.4 MiB, no budget.\n"))
        #expect(!text.contains("headroom") && !text.contains("watchdog"))
    }

    @Test("Every other end has a sentence with its cause, peak and budget")
    func ends() {
        let cases: [(Outcome, Evidence.Kind, String, String)] = [
            (.crashed, .signal, "SIGSEGV", "crashed after 3.21 s (SIGSEGV); peak RSS 21.4 MiB of"),
            (
                .crashed, .trap, "SIGILL: a runtime trap",
                "crashed after 3.21 s (SIGILL: a runtime trap); peak RSS 21.4 MiB of"
            ),
            (.failed, .exitCode, "exit 3", "failed after 3.21 s (exit 3); peak RSS 21.4 MiB of"),
            (
                .timedOut, .deadline, "still running at its deadline of 3.20 s",
                "timed out: still running at its deadline of 3.20 s; peak RSS ≥ 21.4 MiB of"
            ),
            (.stalled, .memoryPressure, "waited", "stalled: waited; peak RSS ≥ 21.4 MiB of"),
            (
                .killedExternally, .foreignKill, "something outside ended it with SIGKILL",
                "did not end by itself: something outside ended it with SIGKILL; peak RSS ≥ 21.4 MiB"
                    + " of"
            ),
            (
                .killedExternally, .environment, "the machine ran out of memory",
                "was killed from outside: the machine ran out of memory; peak RSS ≥ 21.4 MiB of"
            ),
            (
                .unmeasured, .interrupted, "the harness was asked to stop",
                "was stopped after 3.21 s because membudget was interrupted; peak RSS ≥ 21.4 MiB of"
            ),
            (
                .unmeasured, .lost, "how it ended was not seen",
                "could not be measured: how it ended was not seen; peak RSS ≥ 21.4 MiB of"
            ),
        ]
        for (outcome, kind, detail, sentence) in cases {
            let text = flat(
                Fixture.command {
                    $0.outcome = outcome
                    $0.evidence = Evidence(kind, detail: detail)
                    $0.strategy = "/usr/bin/python3"
                })
            #expect(text.hasPrefix("python3 \(sentence) a budget of 32.0 MiB. "), "\(text)")
            #expect(!text.contains("headroom"), "\(kind)")
        }
    }

    @Test("A kernel's kill cites the kernel instead of the last reading, and has no headroom")
    func kernelKill() {
        let detail = "the kernel's out-of-memory killer, at a charge of 32.0 MiB under 32.0 MiB"
        let text = flat(
            Fixture.command {
                killed(&$0)
                $0.evidence = Evidence(.cgroup, detail: detail)
                $0.peakRSSBytes = Fixture.mebibytes(25.2)
                $0.overshootBytes = 0
            })
        #expect(text.hasPrefix("python3 went over 32.0 MiB: killed after 3.21 s: \(detail). "))
        #expect(text.contains("peak RSS ≥ 25.2 MiB · lower bound"))
        #expect(!text.contains("headroom") && !text.contains("overshoot"))
    }

    @Test("A kernel's kill that proves nothing about the metric is not a verdict")
    func undecidedKill() {
        let text = flat(
            Fixture.command {
                $0.outcome = .unmeasured
                $0.evidence = Evidence(.cgroup, detail: "files on tmpfs were charged")
            })
        #expect(
            text.hasPrefix(
                "python3 was killed after 3.21 s and can't be judged: files on tmpfs were charged. "
            ))
        #expect(!text.contains("went over") && !text.contains("headroom"))
    }

    @Test("A refused allocation and a death at the data limit have sentences")
    func otherWaysOver() {
        func sentence(_ kind: Evidence.Kind, _ detail: String) -> String {
            let text = TrialSummary([
                Fixture.command {
                    $0.outcome = .overBudget
                    $0.evidence = Evidence(kind, detail: detail)
                    $0.peakRSSBytes = Fixture.mebibytes(40)
                }
            ]).text
            return String(text.prefix { $0 != "\n" })
        }
        #expect(
            sentence(.allocationRefused, "an allocation was refused under a data limit of 48.0 MiB")
                == "python3 went over 32.0 MiB after 3.21 s: an allocation was refused under a data"
                + " limit of 48.0 MiB.")
        #expect(
            sentence(.exactPeak, "peak RSS was 40.0 MiB")
                == "python3 went over 32.0 MiB and ran to its end: peak RSS 40.0 MiB, 8.0 MiB of"
                + " excess (25 %).")
    }

    @Test("For a lower bound, headroom is given as 'at most', and excess as 'at least'")
    func bounds() {
        func sentence(_ bytes: Int, _ quality: Quality) -> String {
            let text = TrialSummary([
                Fixture.command {
                    $0.budget = Budget(metric: .peakTree, limit: .mebibytes(64))
                    $0.peakTreeBytes = bytes
                    $0.quality[.peakTree] = quality
                    guard bytes > 64 << 20 else { return }
                    $0.outcome = .overBudget
                    $0.evidence = Evidence(.exactPeak, detail: "")
                }
            ]).text
            return String(text.prefix { $0 != "\n" })
        }
        #expect(
            sentence(60 << 20, .lowerBound)
                == "python3 stayed within 64.0 MiB: tree peak ≥ 60.0 MiB, at most 4.0 MiB of headroom"
                + " (6 %).")
        #expect(sentence(60 << 20, .sampled).contains(", at most 4.0 MiB of headroom"))
        #expect(sentence(60 << 20, .exact).contains(", 4.0 MiB of headroom"))
        #expect(sentence(80 << 20, .lowerBound).contains(", at least 16.0 MiB of excess"))
    }

    @Test("A command that never ran has a sentence and no figures")
    func neverRan() {
        func text(_ kind: Evidence.Kind, _ detail: String) -> String {
            TrialSummary([
                Fixture.command {
                    $0.strategy = "./bin/nosuch"
                    $0.outcome = .unmeasured
                    $0.evidence = Evidence(kind, detail: detail)
                }
            ]).text
        }
        #expect(
            text(.notFound, "the command could not be found")
                == "./bin/nosuch: command not found.\n")
        #expect(
            text(.notExecutable, "the command could not be executed: Permission denied")
                == "./bin/nosuch: the command could not be executed: Permission denied.\n")
    }

    @Test("The command that would add missing enforcement has its own line")
    func remedy() {
        let scope = "systemd-run --user --scope -p Delegate=yes membudget …"
        let trial = Fixture.command {
            $0.enforcement = EnforcementRecord(
                requested: .auto, tiers: [.watchdog], missing: "others share it", remedy: scope)
        }
        let lines = TrialSummary([trial], width: 80).text.split(separator: "\n")
        #expect(lines.contains("  cgroup limit    with \(scope)"))
        #expect(!flat(Fixture.command()).contains("cgroup limit"))
    }

    /// The whole text as one line, with single blanks.
    private func flat(_ trial: Observation) -> String {
        TrialSummary([trial]).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("A summary of everything has at most 20 lines of 100 columns, without escapes")
    func size() {
        let trial = Fixture.command {
            killed(&$0)
            $0.strategy = String(repeating: "名前 long ", count: 100)
            $0.evidence.detail = String(repeating: "because ", count: 100)
            $0.outcome = .crashed
            $0.peakShmemBytes = .max
            $0.peakLiveBytes = .max
            $0.cgroupPeakBytes = .max
            $0.readBytes = .max
            $0.peakProcess = String(repeating: "p", count: 500)
            $0.stderrTail = String(repeating: "é\u{1B}", count: 500)
        }
        for trials in [[trial], [trial, trial]] {
            let lines = TrialSummary(trials).text.split(separator: "\n")
            #expect(lines.count <= 20)
            #expect(lines.allSatisfy { TextWidth.columns(String($0)) <= 100 })
            #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
        }
    }
}

@Suite("The plan before the first trial")
struct PlanTextTests {
    @Test("One scenario takes a sentence or two, several have a table")
    func text() throws {
        let ingest = RunPlan.Part(
            scenario: "csv-ingest", cells: 15, measured: 45, floor: 3, extraAtMost: 90,
            needAtMost: 15)
        var one = RunPlan(parts: [ingest], runDirectory: ".membudget/runs/2026-01-05")
        one.datasetBytes = 61 << 20
        one.freeBytes = 20 << 30
        one.time = RunPlan.Time(duration: .seconds(80))
        let export = RunPlan.Part(scenario: "ticket-export", cells: 1, measured: 1, floor: 1)
        var two = RunPlan(parts: [ingest, export], runDirectory: "runs/x")
        two.alreadyDone = 5
        try expectText(
            PlanText().text(of: one) + "\n" + PlanText().text(of: two),
            is: #"""
                plan: 48 trials of 15 cells of csv-ingest (45 measured, 3 on an empty input)
                at most 105 more: 90 if the planned ones don't decide, 15 without a budget for stopped strategies
                about 80.0 s · 61.0 MiB of datasets to generate, 20.0 GiB free · kept in .membudget/runs/2026-01-05

                plan: 50 trials of 16 cells (46 measured, 4 on an empty input)
                at most 105 more: 90 if the planned ones don't decide, 15 without a budget for stopped strategies
                no time estimate · 5 already done · datasets cached · kept in runs/x
                  scenario       cells  measured  empty input  no budget, at most
                  ───────────────────────────────────────────────────────────────
                  csv-ingest        15        45            3                  15
                  ticket-export      1         1            1                   0

                """#)
    }

    @Test("Time and disk space are as exact as they are known")
    func conditions() throws {
        let part = RunPlan.Part(scenario: "contracts", cells: 4, measured: 4, floor: 0)
        func text(_ change: (inout RunPlan) -> Void) -> String {
            var plan = RunPlan(parts: [part], runDirectory: "r")
            change(&plan)
            return PlanText(width: 200).text(of: plan).split(separator: "·").dropFirst()
                .joined(separator: "·")
        }
        #expect(text { $0.time = .init(duration: .seconds(119)) }.hasPrefix(" about 2 min "))
        #expect(
            text { $0.time = .init(duration: .seconds(545), isLowerBound: true) }
                .hasPrefix(" at least 9 min "))
        #expect(text { $0.time = .init(duration: .seconds(7_500)) }.hasPrefix(" about 2 h 5 min "))
        #expect(
            text {
                $0.resultBytes = 3 << 30
                $0.freeBytes = 9 << 30
            } == " no time estimate · datasets cached, at most 3.0 GiB of results at a time,"
                + " 9.0 GiB free · kept in r\n")
        #expect(
            text {
                $0.datasetBytes = 5 << 30
                $0.servedBytes = 2 << 30
                $0.freeBytes = 9 << 30
            } == " no time estimate · 5.0 GiB of datasets to generate, 2.0 GiB in a server, 9.0 GiB"
                + " free · kept in r\n")
    }
}
