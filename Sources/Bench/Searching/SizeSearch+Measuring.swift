import Datasets
import Harness
import MemoryBudget
import RunStore

// The measurement of the need at several input sizes.
extension SizeSearch {
    /// The number of trials per size if peaks are read; fewer would not show the noise.
    private static let peakTrials = 3

    /// Measures one size, or records that it and larger ones can't be measured.
    mutating func measure(at scale: Scale) async throws {
        guard !isOutOfTime else { return stop = .timeLimit }
        do {
            if record.metric == .container {
                try await searchNeed(at: scale)
            } else {
                try await readPeaks(at: scale)
            }
        } catch {
            try leaveOut(from: scale, because: error)
        }
    }

    /// Records that there is no room for the data of a size and larger ones.
    ///
    /// - Throws: `error`, if it has another cause.
    mutating func leaveOut(from scale: Scale, because error: any Error) throws {
        guard let reason = Self.lackOfRoom(error) else { throw error }
        events(.scaleSkipped(scale, reason: reason))
        record.gap = .noRoom
    }

    private static func lackOfRoom(_ error: any Error) -> String? {
        switch error {
        case let error as DatasetError where [.overCap, .diskFull].contains(error.code):
            error.message
        case let error as BenchError where error.code == .failed(.storeFailure): error.description
        default: nil
        }
    }

    private mutating func searchNeed(at scale: Scale) async throws {
        var settings = settings
        settings.timeLimit = remainingTime
        var search = try NeedSearch(
            of: moved(to: scale), in: request, metric: .container, enforcement: .cgroup,
            settings: settings, on: system, events: events)
        defer { search.end() }
        try await search.run()
        record.needs.append(search.record)
        interruption = search.interruption
        switch search.stop {
        case .needsTooMuch: record.gap = .needsTooMuch
        case nil, .smallestIsEnough, .budgetsAlternate:
            let need = search.record.needBytes(resolutionShare: settings.resolutionShare)
            guard let bytes = need else { return stop = search.stop }
            note(bytes, at: search.record.scale)
        case .some(let reason): stop = reason
        }
    }

    /// Measures the peaks of a few trials without a limit.
    private mutating func readPeaks(at scale: Scale) async throws {
        var prober = try Prober(request: request, on: system, events: events)
        defer { prober.end() }
        var peaks: [Double] = []
        for index in 0..<Self.peakTrials {
            guard !isOutOfTime else { return stop = .timeLimit }
            let trial = try await prober.run(
                Prober.Probe(
                    cell: moved(to: scale), budget: nil, enforcement: .auto,
                    remainingCount: Self.peakTrials - index - 1, varies: .scale))
            record.trials.append(trial)
            guard let bytes = completedPeak(of: trial) else { return }
            peaks.append(Double(bytes))
        }
        guard let summary = Summary(peaks), let last = record.trials.last else { return }
        note(whole(summary.median), at: last.scale)
    }

    /// Returns the peak of a completed trial; `nil` for a trial that ends the measurement.
    private mutating func completedPeak(of trial: Observation) -> Int? {
        switch trial.outcome {
        case .completed:
            if hasSeveralHolders(trial) {
                stop = .severalProcesses
                return nil
            }
            let bytes = trial.highBytes(of: record.metric)
            if bytes == nil { stop = .notRead(record.metric) }
            return bytes
        case .overBudget: record.gap = .needsTooMuch
        default: stop = .lost(trial)
        }
        return nil
    }

    /// Returns whether the processes of a trial together held more than the largest of them. A
    /// shell that only waits for the job holds little.
    private func hasSeveralHolders(_ trial: Observation) -> Bool {
        guard record.metric == .peakRSS, trial.processCount > 1,
            let largest = trial.peakRSSBytes, let tree = trial.peakTreeBytes
        else { return false }
        return tree > largest + max(largest / 10, 2 << 20)
    }

    private mutating func note(_ bytes: Int, at scale: ScaleRecord) {
        record.points.append(
            SizePoint(units: scale.units, inputBytes: scale.inputBytes, needBytes: bytes))
    }

    private func moved(to scale: Scale) -> Cell {
        var cell = cell
        cell.scale = scale
        return cell
    }
}
