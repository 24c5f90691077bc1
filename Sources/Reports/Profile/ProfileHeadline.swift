internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// A profile in one sentence: of a command that came to its end, who held most at the peak; of one
/// that died, how it ended, who held most then, and where its main thread was.
struct ProfileHeadline {
    private let record: ProfileRecord
    private let sites: NamedSites

    init(_ record: ProfileRecord, sites: NamedSites) {
        self.record = record
        self.sites = sites
    }

    var text: String {
        let name = TerminalText.visible(record.trial.commandName)
        let thread = record.heap.namedThreads.map { threads in
            "; " + ThreadSentence(threads, of: record.heap.processID).text
        }
        return "\(name): \(end)\(held)\(thread ?? "")"
    }

    /// `killed at 202.9 MiB after 37 % (4.10M rows): `; empty for a command that came to its end.
    private var end: String {
        guard record.hasDied else { return "" }
        let trial = record.trial
        let bytes = trial.bytes(of: trial.judgedMetric).map { " at \(ByteCount($0))" } ?? ""
        return "\(verb)\(bytes) \(TrialReach(trial).text): "
    }

    private var verb: String {
        switch record.trial.outcome {
        case .crashed: "crashed"
        case .failed, .completed, .wrongResult: "died"
        case .overBudget, .timedOut, .stalled, .killedExternally, .unmeasured: "killed"
        }
    }

    private var held: String {
        if let share = record.weakShare {
            return "malloc explains only \(Figures.percent(share)) of the memory: the rest is an"
                + " interpreter's objects, maps of its own, or thread stacks"
        }
        guard let first = sites.all.first else { return "nothing that was live was sampled" }
        let live = record.heap.liveBytes(at: record.moment)
        let margin = (first.bytes.high - first.bytes.low) / 2 / Double(max(1, live))
        let place = first.place.map { " (\($0))" } ?? ""
        let when = record.hasDied ? "" : " at its peak held by"
        return "\(Figures.percent(first.share)) ± \(Figures.percent(margin)) of \(ByteCount(live))"
            + " of live memory\(record.hasDied ? " in" : when)"
            + " \(TerminalText.visible(first.function + place))"
    }
}

/// How far a trial had come: `after 37 % (4.10M rows)`, `after 1.20 s`.
struct TrialReach {
    let text: String

    init(_ trial: Observation) {
        guard let done = trial.unitsDone, done > 0 else {
            text = "after " + TimeSpan.describe(.nanoseconds(Int64(trial.wallNanoseconds)))
            return
        }
        let rows = Figures.count(done) + " rows"
        if let total = trial.unitsTotal, total > 0 {
            text = "after \(Figures.percent(Double(done) / Double(total))) (\(rows))"
        } else {
            text = "after \(rows)"
        }
    }
}

extension ProfileRecord {
    /// Whether the command died, instead of coming to its end by itself.
    var hasDied: Bool { heap.threads != nil || trial.exit.signal != nil }

    /// What the profile is about: the end of a command that died, the peak of any other.
    var moment: HeapMoment { hasDied ? .end : .peak }

    /// The part of the peak of anonymous and shared memory that live blocks explain at theirs; nil where
    /// that isn't known.
    var explainedShare: Double? {
        let held = (trial.peakAnonBytes ?? 0) + (trial.peakShmemBytes ?? 0)
        return held > 0 ? Double(heap.peakBytes) / Double(held) : nil
    }

    /// That part, if it is too small for a site to be the cause of anything.
    var weakShare: Double? { explainedShare.flatMap { $0 < 0.5 ? $0 : nil } }
}
