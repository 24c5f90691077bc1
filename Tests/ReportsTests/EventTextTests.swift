import Judging
import MemoryBudget
import Reports
import RunStore
import Testing

@Suite("Messages about runs and searches")
struct EventTextTests {
    private let cell = Cell(
        strategy: "batched", role: .candidate, scale: Scale(units: 20_000),
        parameters: ["batch": "10"])

    private func trial(_ outcome: Outcome, _ kind: Observation.Kind = .measured) -> Observation {
        var trial = Observation(
            strategy: "batched", scale: ScaleRecord(cell.scale, inputBytes: nil), kind: kind,
            startedAt: "", outcome: outcome, evidence: Evidence(.lost, detail: "exit status 3"),
            enforcement: EnforcementRecord(requested: .auto),
            allocator: AllocatorRecord(name: .system, isAttached: false),
            wallNanoseconds: 200_000_000)
        trial.peakRSSBytes = outcome == .unmeasured ? nil : 18 << 20
        return trial
    }

    @Test("The line of an ended trial has its name, outcome, peak and time")
    func trials() {
        func name(_ kind: Observation.Kind, _ build: Build = .head) -> TrialName {
            TrialName(of: cell, kind: kind, index: 1, build: build)
        }
        #expect(name(.measured).text == "batched batch=10 @ 20k #2")
        #expect(name(.need).text == "batched batch=10 @ 20k need")
        #expect(name(.measured, .base).text == "batched batch=10 @ 20k #2 (base)")
        let short = TrialName(
            of: cell, kind: .measured, index: 1, build: .head, without: ["batch": "10"])
        #expect(short.text == "batched @ 20k #2")
        func line(_ place: String, _ outcome: Outcome) -> String {
            EndedLine(place: place, name: name(.measured), trial: trial(outcome)).plainText()
        }
        #expect(
            line("7/33", .completed)
                == "[7/33] batched batch=10 @ 20k #2: completed, 18.0 MiB, 200 ms")
        #expect(
            line("1", .unmeasured) == "[1] batched batch=10 @ 20k #2: unmeasured, no peak, 200 ms")
    }

    @Test("A trial of a search for a budget is named by its budget, one for a scale by its cell")
    func probes() {
        func name(_ limit: ByteCount?, _ variable: SearchVariable) -> String {
            TrialName(probe: cell, limit: limit, varies: variable).text
        }
        #expect(name(.mebibytes(16), .scale) == "batched batch=10 @ 20k")
        #expect(name(.mebibytes(16), .budget) == "batched batch=10 @ 20k under 16.0 MiB")
        #expect(name(nil, .budget) == "batched batch=10 @ 20k without a budget")
    }

    @Test("A skipped trial has its reason")
    func skipped() {
        let smaller = ScaleRecord(Scale(units: 5_000), inputBytes: nil)
        let estimate = NeedEstimate(
            bytes: 6 << 30, lowBytes: 5 << 30, highBytes: 7 << 30, fromScales: ["1k", "2k", "5k"])
        #expect(
            EventText.needSkipped(
                cell, because: .stopped(at: smaller, ceiling: .mebibytes(4096)))
                == "batched batch=10 @ 20k need: not run, at 5k it already needed more than 4.0 GiB"
        )
        #expect(
            EventText.needSkipped(
                cell, because: .foretold(estimate, ceiling: .mebibytes(4096)))
                == "batched batch=10 @ 20k need: not run, it would need about 6.0 GiB, and at most"
                + " 4.0 GiB is allowed")
        #expect(
            EventText.scaleSkipped(cell.scale, because: "the disk is full")
                == "20k and larger: not run, the disk is full")
    }

    @Test("Trials skipped after a failure and unfinished runs have messages")
    func leftOut() {
        #expect(
            EventText.trialsLeftOut(cell, count: 2)
                == "batched batch=10 @ 20k: 2 more trials not run, the first one failed")
        #expect(
            EventText.trialsLeftOut(cell, count: 1)
                == "batched batch=10 @ 20k: 1 more trial not run, the first one failed")
        #expect(
            EventText.cutShort(resuming: "membudget bench --resume --run-dir run")
                == "the run is not finished; continue it with: membudget bench --resume --run-dir run"
        )
    }

    @Test(
        "A side of a break point that is not verified has its reason",
        arguments: [
            (
                EdgeObjection.smallestMayCross,
                "below it, because the smallest scale may already go over"
            ),
            (.perhapsNoneCrosses, "above it, because perhaps no scale goes over"),
            (
                .outOfReach(.below),
                "below it, because the scale would be more than a hundred times the largest"
                    + " measured one"
            ),
            (
                .outOfReach(.above),
                "above it, because the scale would be more than a hundred times the largest"
                    + " measured one"
            ),
            (.noData(cause: "'cache' lacks 2 MiB"), "because 'cache' lacks 2 MiB"),
        ])
    func edges(_ objection: EdgeObjection, _ words: String) {
        #expect(
            EventText.breakPointSkipped(cell, because: objection)
                == "batched batch=10 break point: not verified \(words)")
    }

    @Test("Events before the first trial, and a signal during trials, have messages")
    func conditions() {
        let changes = [
            ConditionDifference.condition(name: "kernel", found: "Linux 7", wanted: "Linux 6"),
            .condition(name: "processors", found: "8", wanted: "2"),
        ]
        #expect(
            EventText.machineChanged(changes) == "warning: the machine has changed:"
                + " kernel is Linux 7, not Linux 6; processors is 8, not 2")
        #expect(
            EventText.finishedBefore(path: "runs/a")
                == "runs/a is finished: nothing is left to run"
        )
        #expect(EventText.noiseUnknown(reason: "no") == "noise: not measured, no")
        #expect(EventText.unavailable(scenario: "a", reason: "no") == "a can't run here: no")
        #expect(
            EventText.stopped(by: 15, after: 1, of: 3)
                == "stopped by signal 15 after 1 of 3 trials")
    }

    @Test(
        "Every reason that ends a search early has a sentence",
        arguments: [
            (SearchStop.timeLimit, "the time limit was reached"), (.noneFits, "no scale fits"),
            (.largestScale, "use --max-scale to try larger scales"),
            (
                .scalesAlternate(over: 1_000, within: 32_000),
                "larger scales don't always need more: 1,000 went over and 32,000 fits"
            ),
            (
                .budgetsAlternate(enough: .mebibytes(8), short: .mebibytes(12)),
                "larger budgets are not always enough: 8.0 MiB was and 12.0 MiB was not"
            ),
            (.noRoom, "there is no disk space for more data"),
            (.needsTooMuch, "it needs more than half of the machine's memory"),
            (.notRead(.peakLive), "peak live bytes could not be read"),
            (.noneIsEnough, "eight times its peak without a budget is not enough"),
            (.smallestIsEnough, "the smallest budget that was tried is enough"),
        ])
    func stops(_ stop: SearchStop, _ sentence: String) {
        #expect(stop.sentence == sentence)
    }

    @Test(
        "A run that says nothing about the limit is described by its outcome",
        arguments: [
            (Outcome.wrongResult, "the result is wrong"), (.crashed, "it crashed"),
            (.failed, "it failed"), (.timedOut, "it timed out"), (.stalled, "it stalled"),
            (.killedExternally, "it could not be judged"), (.unmeasured, "it could not be judged"),
        ])
    func losses(_ outcome: Outcome, _ words: String) {
        let sentence = "\(words) at 20k: exit status 3"
        #expect(SearchStop.lost(trial(outcome)).sentence == sentence)
        #expect(
            SearchStop.lost(trial(outcome, .need)).sentence == "without a budget \(sentence)")
    }

    @Test(
        "Every difference between runs has a sentence",
        arguments: [
            (
                ConditionDifference.condition(name: "page size", found: "16384", wanted: "4096"),
                "page size is 16384, not 4096"
            ),
            (
                .setting(scenario: "a", name: "trials", found: "5", wanted: "3"),
                "'a': trials is 5, not 3"
            ),
            (.text(scenario: "a"), "'a': the text of the scenario file has changed"),
            (
                .variants(scenario: "a", found: ["s"], wanted: ["s", "t n=1"]),
                "'a': the strategies are s, not s, t n=1"
            ),
            (.scenarios(found: ["a", "b"], wanted: ["b"]), "the scenarios are a, b, not b"),
            (.shardCount(found: 3, wanted: 2), "it is one of 3 shards, not 2"),
        ])
    func differences(_ difference: ConditionDifference, _ sentence: String) {
        #expect(difference.sentence == sentence)
        let warning = MergeWarning(path: "b", firstPath: "a", differences: [difference])
        #expect(warning.sentence == "b: measured under different conditions than a: \(sentence)")
    }

    @Test("A missing measurement is named, with the number of others")
    func gaps() {
        func gap(others: Int) -> MeasuredStatus.Gap {
            .unmeasured(scenario: "a", variant: "s n=1", scale: "10k", others: others)
        }
        #expect(gap(others: 0).sentence == "not measured: a s n=1 @ 10k; see the report")
        #expect(
            gap(others: 2).sentence == "not measured: a s n=1 @ 10k and 2 more; see the report")
        let absence = UnavailableStrategy(strategy: "s", reason: "it is not built")
        #expect(
            MeasuredStatus.Gap.absent(scenario: "a", absence, others: 1).sentence
                == "can't run here: a s (it is not built) and 1 more; see the report")
    }
}
