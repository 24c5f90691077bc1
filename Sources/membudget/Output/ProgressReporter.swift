import Bench
import Datasets
import Glibc
import Harness
import MemoryBudget
import Processes
import Reports
import Synchronization

/// The progress of a run on standard error.
///
/// On a terminal, the current step is a line that is redrawn, and each finished trial a permanent
/// line. Elsewhere, all lines are permanent.
final class ProgressReporter: Sendable {
    private let isQuiet: Bool
    /// Whether lines are redrawn in place.
    private let isLive: Bool
    private let style = Style.forStandardError
    private let state = Mutex(State())
    private let startedAt = monotonicNanoseconds()

    /// The state that the reporting threads share.
    private struct State {
        var display = LiveDisplay()
        /// The number of scenarios in the run; if there are several, each has a heading.
        var scenarioCount = 0
        /// The current scenario; `nil` before the first.
        var scenario: String?
        /// The plural name of the units; empty if unknown.
        var unit = ""
        /// The parameters that all trials of the scenario share, and that names leave out.
        var sharedParameters: [String: String] = [:]
        /// The running trial; `nil` between trials.
        var line: RunningLine?
        var forecast: RunForecast?
        /// The start time of the current step, in nanoseconds.
        var stepBegan = 0
        /// The elapsed time of the running trial at which its next plain line is due.
        var lineDue = ProgressReporter.lineInterval
        var lastStepNanoseconds = 0
    }

    /// The interval between plain lines about the same trial.
    private static let lineInterval: Duration = .seconds(10)
    /// The interval between redraws of a dataset's progress.
    private static let stepIntervalNanoseconds = 100_000_000

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isLive = Terminal.error.isScreen && !isQuiet
    }

    /// Shows an event of a run or a search.
    func show(_ event: BenchEvent) {
        switch event {
        case .cutShort, .commandFailed: return note(event)
        default: break
        }
        guard !isQuiet else { return }
        switch event {
        case .forecast(let forecast): begin(forecast)
        case .entered(let scenario, let unit, let shared):
            enter(scenario, unit: unit, shared: shared)
        case .preparing(let step, let name): show(step, of: name)
        case .prepared, .finished: clear()
        case .started(let planned, let number, let count, let remaining):
            willRun(planned, number: number, count: count, remaining: remaining)
        case .sampled(let planned, let moment, let unit): show(moment, of: planned, unit: unit)
        case .ended(let planned, let observation, let number, let count):
            let name = name(of: planned)
            didRun(name, observation, place: place ?? "\(number)/\(count)")
        case .probed(let number, let cell, let limit, let variable, let observation):
            let name = TrialName(probe: cell, limit: limit, varies: variable)
            didRun(name, observation, place: "\(number)")
        default: note(event)
        }
    }

    /// Shows an event that has permanent lines.
    private func note(_ event: BenchEvent) {
        if case .planned(let plan) = event {
            state.withLock { $0.scenarioCount = plan.parts.count }
        }
        guard let text = event.text(style: style, columns: Terminal.error.reportColumns) else {
            return
        }
        stay(isLive ? EventText.wrapped(text, width: Terminal.error.reportColumns) : text)
    }

    // MARK: Steps

    /// Starts a step of the run.
    private func begin(_ forecast: RunForecast) {
        let isFirst = state.withLock { state in
            defer { state.forecast = forecast }
            state.stepBegan = monotonicNanoseconds()
            return state.scenario == nil && state.forecast == nil
        }
        if isFirst { drawStep("measuring the noise of this machine", share: nil) }
    }

    private func enter(_ scenario: String, unit: String, shared: [String: String]) {
        let hasHeading = state.withLock { state in
            state.scenario = scenario
            state.sharedParameters = shared
            state.unit = unit
            return state.scenarioCount > 1
        }
        if hasHeading { stay(EventText.scenario(scenario, style: style)) }
        drawStep("preparing \(scenario)", share: nil)
    }

    /// Shows the progress of a dataset, at most ten times per second.
    private func show(_ step: DatasetProgress, of name: String) {
        let now = monotonicNanoseconds()
        let isDue = state.withLock { state in
            let isDue = now - state.lastStepNanoseconds > Self.stepIntervalNanoseconds
            if isDue { state.lastStepNanoseconds = now }
            return isDue
        }
        guard isDue else { return }
        drawStep(
            "\(step.stage.verb) \(name): \(ByteCount(step.bytesDone))", share: step.share)
    }

    private func drawStep(_ text: String, share: Double?) {
        draw { state, width in
            // A step may prepare several datasets, so the fraction of one doesn't predict its end.
            let left = state.forecast?.remaining(after: Self.elapsed(since: state.stepBegan))
            return StepLine(text: text, share: share, remaining: left)
                .text(width: width, style: self.style)
        }
    }

    // MARK: Trials

    /// Shows a trial that is about to run.
    private func willRun(_ planned: PlannedTrial, number: Int, count: Int, remaining: Duration?) {
        let (place, name) = (place ?? "\(number)/\(count)", name(of: planned))
        state.withLock {
            $0.lineDue = Self.lineInterval
            $0.line = RunningLine(place: place, name: name, remaining: remaining)
        }
        drawTrial()
    }

    /// Shows the running trial: redraws its line on a terminal, or prints one every ten seconds.
    private func show(_ moment: TrialMoment, of planned: PlannedTrial, unit: String) {
        let scale = planned.cell.scale.units
        let progress = ProgressText(
            elapsed: moment.elapsed, unitsDone: moment.unitsDone,
            unitsTotal: moment.unitsTotal ?? (scale > 0 ? scale : nil), unit: unit,
            phase: moment.phase)
        let plain = state.withLock { state -> String? in
            state.unit = unit
            state.line?.progress = progress
            state.line?.memory = Self.memory(of: moment, kind: planned.kind)
            state.line?.remaining = state.forecast?.remaining(
                after: moment.elapsed, share: progress.share)
            guard moment.elapsed >= state.lineDue else { return nil }
            state.lineDue = moment.elapsed + Self.lineInterval
            return state.line?.plainText
        }
        if isLive {
            drawTrial()
        } else if let plain {
            printError(lines: plain)
        }
    }

    private static func memory(
        of moment: TrialMoment, kind: Observation.Kind
    ) -> RunningLine.Memory? {
        moment.memory.map { memory in
            RunningLine.Memory(
                currentBytes: memory.currentBytes, peakBytes: memory.peakBytes,
                // The ceiling of a need trial is not a budget.
                limitBytes: kind == .need ? nil : memory.limitBytes)
        }
    }

    private func drawTrial() {
        draw { state, width in state.line?.text(width: width, style: self.style) }
    }

    /// Shows the result of a trial as a permanent line.
    private func didRun(_ name: TrialName, _ observation: Observation, place: String) {
        let (unit, left, count) = state.withLock { state in
            state.line = nil
            let left = state.forecast?.remaining(
                after: Self.elapsed(since: state.stepBegan), share: 1)
            return (state.unit, left, state.forecast?.count ?? 0)
        }
        let line = EndedLine(place: place, name: name, trial: observation, unit: unit)
        guard isLive else {
            printError(lines: line.plainText(remaining: left))
            return
        }
        let places = count > 0 ? 2 * "\(count)".count + 1 : 0
        stay(line.text(width: Terminal.error.columns - 1, placeWidth: places, style: style))
    }

    private func name(of planned: PlannedTrial) -> TrialName {
        let shared = state.withLock(\.sharedParameters)
        return TrialName(
            of: planned.cell, kind: planned.kind, index: planned.index, build: planned.build,
            without: shared)
    }

    /// The position of the trial in the whole run; `nil` in a search.
    private var place: String? {
        state.withLock { $0.forecast.map { "\($0.number)/\($0.count)" } }
    }

    private static func elapsed(since nanoseconds: Int) -> Duration {
        .nanoseconds(monotonicNanoseconds() - nanoseconds)
    }

    /// The time since the reporter was created.
    var elapsed: Duration { .nanoseconds(monotonicNanoseconds() - startedAt) }

    // MARK: The screen

    /// Erases the redrawn line.
    func clear() {
        guard isLive else { return }
        state.withLock { write($0.display.clear(columns: Terminal.error.columns)) }
    }

    /// Writes permanent lines.
    private func stay(_ text: String) {
        guard isLive else {
            printError(lines: text)
            return
        }
        state.withLock { write($0.display.stay(text, columns: Terminal.error.columns)) }
    }

    /// Redraws the line; the lock keeps lines of several threads from mixing.
    private func draw(_ line: (State, _ width: Int) -> String?) {
        guard isLive else { return }
        let columns = Terminal.error.columns
        state.withLock { state in
            guard let text = line(state, max(4, columns - 1)) else { return }
            write(state.display.draw(text, columns: columns))
        }
    }

    private func write(_ text: String) {
        guard !text.isEmpty else { return }
        // A failed write is ignored, because progress is not a result.
        _ = StandardStreams.write(text, to: STDERR_FILENO)
    }
}
