import Harness
import MemoryBudget
import Reports
import RunStore

// The trials under the limit.
extension SizeSearch {
    /// Runs trials under the limit at the largest input or, if that is impossible, at the largest
    /// possible size.
    mutating func verify(_ limits: EngineLimits) async throws {
        if record.gap == nil { record.gap = gap(at: question.inputMax) }
        if record.gap == nil {
            do {
                try await verify(limits, upTo: question.inputMax)
            } catch {
                try leaveOut(from: question.inputMax, because: error)
            }
        }
        if record.gap != nil, let largest = largestRun {
            try await verify(limits, upTo: largest)
        }
        guard stop == nil else { return }
        record.isResolved = record.gap == nil
        record.stoppedBecause = record.gap?.sentence(at: question.inputMax)
    }

    /// The largest size that can be run below the largest input: all the data that exists, or else
    /// the largest measured size.
    private var largestRun: Scale? {
        let largest = record.gap == .noData ? request.largestScale(upTo: question.inputMax) : nil
        return largest ?? scales.last(where: isMeasured)
    }

    private func isMeasured(_ scale: Scale) -> Bool {
        record.points.contains { $0.units == scale.units }
    }

    private mutating func verify(_ limits: EngineLimits, upTo top: Scale) async throws {
        var trials = LimitTrials(
            of: cell, for: question, metric: record.metric, enforcement: record.enforcement,
            limits: limits, top: top, between: question.engine.takesFormula ? between : [],
            timeLimit: remainingTime)
        var prober = try Prober(request: request, on: system, events: events)
        // Also records the trials before a signal.
        defer {
            record.trials += trials.trials
            if trials.record.runCount > 0 { record.verification = trials.record }
            prober.end()
        }
        let ended = try await trials.run(on: &prober)
        take(trials.limits)
        stop = stop ?? ended
    }

    /// Returns the reason why the job can't be run at a size; `nil` if it can.
    private func gap(at scale: Scale) -> SizeRecord.Gap? {
        guard request.hasData(at: scale) else { return .noData }
        let limit = record.limitBytes ?? .max
        return limit > system.ceiling.bytes ? .needsTooMuch : nil
    }

    /// The sizes between the measured ones.
    private var between: [Scale] {
        let units = record.points.map(\.units)
        return zip(units, units.dropFirst()).map { pair in
            Scale(units: Int((Double(pair.0) * Double(pair.1)).squareRoot()))
        }.filter(request.hasData)
    }
}
