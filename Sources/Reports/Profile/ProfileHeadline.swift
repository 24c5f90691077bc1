internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// A profile in one sentence: the call site that held most, and for a command that died, how it
/// ended and where its main thread was.
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

    /// `killed at 202.9 MiB after 37 % (4.10M units): `; empty for a command that completed.
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

    /// The caller that mapped memory outside malloc, if that is more than heap and stacks together.
    private var mapped: String? {
        guard let breakdown = record.breakdown else { return nil }
        let share = Double(breakdown.anonymousMapsBytes) / Double(max(1, breakdown.totalBytes))
        let largest = MapsTable(record.heap, at: record.moment).largest
        let others =
            breakdown.liveBytes + breakdown.slackBytes + breakdown.metadataBytes
            + breakdown.retainedBytes + breakdown.stacksBytes
        guard breakdown.anonymousMapsBytes > others, !largest.isEmpty else { return nil }
        return "\(Figures.percent(share)) of resident memory is anonymous maps\(largest)"
    }

    private var held: String {
        if record.explainsTooLittle, let share = record.explainedShare {
            return "malloc explains only \(Figures.percent(share)) of the anonymous and shared"
                + " memory: " + (mapped ?? "the table of resident memory shows the rest")
        }
        guard let first = sites.all.first else { return "no live block was sampled" }
        let live = record.heap.liveBytes(at: record.moment)
        let margin = (first.bytes.high - first.bytes.low) / 2 / Double(max(1, live))
        let place = first.place.map { " (\($0))" } ?? ""
        let when = record.hasDied ? "" : " at its peak held by"
        return "\(Figures.percent(first.share)) ± \(Figures.percent(margin)) of \(ByteCount(live))"
            + " of live memory\(record.hasDied ? " in" : when)"
            + " \(TerminalText.visible(first.function + place))"
    }
}

/// The progress of a trial at its end: `after 37 % (4.10M units)`, `after 1.20 s`. A profile doesn't
/// know the name of its units.
struct TrialReach {
    let text: String

    init(_ trial: Observation) {
        guard let done = trial.unitsDone, done > 0 else {
            text = "after " + TimeSpan.describe(.nanoseconds(Int64(trial.wallNanoseconds)))
            return
        }
        let units = Figures.count(done) + " units"
        if let total = trial.unitsTotal, total > 0 {
            text = "after \(Figures.percent(Double(done) / Double(total))) (\(units))"
        } else {
            text = "after \(units)"
        }
    }
}
