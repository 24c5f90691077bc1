import Bench
import Datasets
import Glibc
import Harness
import MemoryBudget
import Processes
import Reports
import Synchronization

/// Shows the progress of a run on standard error: a bar on a terminal, plain lines otherwise.
final class ProgressReporter: Sendable {
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let state = Mutex(State())
    private let startedAt = monotonicNanoseconds()

    /// What the threads that report share.
    private struct State {
        var lastShownNanoseconds = 0
        /// Number and count of the running trial, `7/33`.
        var place = ""
        /// When the next plain line about the running trial is due, in its own time.
        var lineDue = ProgressReporter.lineInterval
    }

    /// How often a log that nobody may be watching gets a line about the same trial.
    private static let lineInterval: Duration = .seconds(10)

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
        isTerminal = isatty(STDERR_FILENO) == 1
    }

    /// Shows an event of a run or a search.
    func show(_ event: BenchEvent) {
        switch event {
        case .planned(let plan):
            note(String(PlanText(style: .forStandardError).text(of: plan).dropLast()))
        case .finishedBefore(let path): note(EventText.finishedBefore(path: path))
        case .resumedWithoutRecord(let path): note(EventText.resumedWithoutRecord(path: path))
        case .machineChanged(let changes): note(EventText.machineChanged(changes))
        case .noiseMeasured(let noise):
            let helpers = HelperPrograms(environment: currentEnvironment())
            note(
                noise.text(
                    program: SteadyProgram.bytes, missing: SteadyProgram.installed(helpers).missing)
            )
        case .noiseUnknown(let reason): note(EventText.noiseUnknown(reason: reason))
        case .preparing(let step, let name): show(step, of: name)
        case .dataReplaced(let name): note(EventText.dataReplaced(name))
        case .prepared, .finished: clear()
        case .unavailable(let scenario, let reason):
            note(EventText.unavailable(scenario: scenario, reason: reason))
        case .started(let planned, let number, let count, let remaining):
            willRun(planned, number: number, count: count, remaining: remaining)
        case .sampled(let planned, let moment, let unit): show(moment, of: planned, unit: unit)
        case .ended(let planned, let observation, let number, let count):
            didRun(planned, observation, number: number, count: count)
        case .needSkipped(let cell, let objection):
            note(EventText.needSkipped(cell, because: objection))
        case .profileFailed(let cell, let reason):
            note(EventText.profileFailed(cell, reason: reason))
        case .breakPointSkipped(let cell, let objection):
            note(EventText.breakPointSkipped(cell, because: objection))
        case .probed(let number, let cell, let limit, let variable, let observation):
            let title = EventText.probe(of: cell, limit: limit, varies: variable)
            note(EventText.ended("\(number)", title, as: observation))
        case .scaleSkipped(let scale, let reason):
            note(EventText.scaleSkipped(scale, because: reason))
        case .judged: break
        }
    }

    /// A line that stays.
    private func note(_ text: String) {
        guard !isQuiet else { return }
        clear()
        printError(text)
    }

    /// Generating or scanning, at most ten times a second.
    private func show(_ step: DatasetProgress, of name: String) {
        guard isTerminal, !isQuiet, isDue() else { return }
        let verb =
            switch step.stage {
            case .waiting: "waiting for"
            case .generating: "generating"
            case .checking: "checking"
            case .scanning: "scanning"
            }
        draw(
            fraction: Double(step.bytesDone) / Double(max(step.bytesTotal, 1)),
            "\(verb) \(name): \(ByteCount(step.bytesDone))")
    }

    /// The trial that is about to run.
    private func willRun(_ planned: PlannedTrial, number: Int, count: Int, remaining: Duration?) {
        state.withLock {
            $0.place = "\(number)/\(count)"
            $0.lineDue = Self.lineInterval
        }
        guard isTerminal, !isQuiet else { return }
        let left = remaining.map { ", \(TimeSpan.describe($0)) left" } ?? ""
        let rate = fixed(Double(number - 1) / max(0.001, elapsed.seconds), 1)
        draw(
            fraction: Double(number - 1) / Double(max(count, 1)),
            "\(number)/\(count) \(rate)/s\(left)  \(Self.name(planned))")
    }

    /// The trial that runs; on a terminal in the bar's place, else a line every ten seconds.
    private func show(_ moment: TrialMoment, of planned: PlannedTrial, unit: String) {
        guard !isQuiet else { return }
        let scale = planned.cell.scale.units
        let progress = ProgressText(
            elapsed: moment.elapsed, unitsDone: moment.unitsDone,
            unitsTotal: moment.unitsTotal ?? (scale > 0 ? scale : nil), unit: unit,
            phase: moment.phase)
        let (place, isLineDue) = state.withLock { state in
            let isDue = moment.elapsed >= state.lineDue
            if isDue { state.lineDue = moment.elapsed + Self.lineInterval }
            return (state.place, isDue)
        }
        if isTerminal {
            draw(fraction: progress.share ?? 0, "\(place) \(progress.text)  \(Self.name(planned))")
        } else if isLineDue {
            printError("[\(place)] \(Self.name(planned)): \(progress.text)")
        }
    }

    /// A trial's result; on a terminal the bar stands for it.
    private func didRun(
        _ planned: PlannedTrial, _ observation: Observation, number: Int, count: Int
    ) {
        guard !isTerminal, !isQuiet else { return }
        printError(EventText.ended("\(number)/\(count)", Self.name(planned), as: observation))
    }

    /// Takes the bar away.
    func clear() {
        guard isTerminal, !isQuiet else { return }
        write("\r\u{1B}[K")
    }

    /// Since the reporter was made.
    var elapsed: Duration { .nanoseconds(monotonicNanoseconds() - startedAt) }

    private static func name(_ planned: PlannedTrial) -> String {
        EventText.trial(
            of: planned.cell, kind: planned.kind, index: planned.index, build: planned.build)
    }

    private func isDue() -> Bool {
        let now = monotonicNanoseconds()
        return state.withLock { state in
            guard now - state.lastShownNanoseconds > 100_000_000 else { return false }
            state.lastShownNanoseconds = now
            return true
        }
    }

    private func draw(fraction: Double, _ text: String) {
        let width = 24
        let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded())
        let bar =
            String(repeating: "━", count: filled) + String(repeating: "┄", count: width - filled)
        // A longer line would wrap, and a wrapped line can't be taken back.
        write("\r\u{1B}[K\(bar) \(text.prefix(max(0, columns - width - 2)))")
    }

    /// Columns of the terminal; 100 where it doesn't say.
    private var columns: Int {
        var size = winsize()
        let status = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
        return status == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
    }

    private func write(_ text: String) {
        // A bar that nobody can see is no loss.
        _ = StandardStreams.write(text, to: STDERR_FILENO)
    }
}
