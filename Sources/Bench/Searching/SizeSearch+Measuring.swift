import Datasets
import Harness
import MemoryBudget
import RunStore

// The needs at several sizes of input.
extension SizeSearch {
    /// Runs per size where peaks are read: fewer show no noise.
    private static let peakTrials = 3

    /// Measures one size, or finds that it and larger ones can't be.
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

    /// Goes on without data that there is no room for.
    ///
    /// - Throws: Any other error.
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

    /// Reads the peaks of a few runs without a limit.
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

    /// The peak of a run that came to its end; nil for one that ends the measuring.
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

    /// Whether the processes of a run held more together than the largest alone; a shell that starts the job
    /// and waits holds a little.
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
