import ArgumentParser
import Bench
import Datasets
import Files
import Glibc
import Harness
import Judging
import MemoryBudget
import Processes
import Reports
import RunStore
import ScenarioFiles

/// The end of a command other than success: a status, and one sentence for standard error.
struct Failure: Error, CustomStringConvertible {
    let status: Int32
    let message: String?
    /// The words of a command of the user's, a line each, below the sentence; nil for most failures.
    private(set) var words: String?

    /// The sentence.
    var description: String { message ?? "status \(status)" }

    init(_ status: ExitStatus, _ message: String? = nil) {
        self.status = status.rawValue
        self.message = message
    }

    /// The end of a command that a signal asked to stop.
    init(interruptedBy signal: Int32) {
        status = 128 + signal
        message = nil
    }

    /// The failure of a command of the user's: a sentence, and from its second line on the command's words.
    private init(ofCommand status: ExitStatus, _ text: String) {
        let parts = text.split(separator: "\n", maxSplits: 1)
        self.init(status, parts.first.map(String.init))
        words = parts.dropFirst().first.map(String.init)
    }

    /// Ends with what was not measured; does nothing if everything was.
    static func check(_ status: MeasuredStatus) throws {
        guard status.exitStatus != .success else { return }
        throw Failure(status.exitStatus, status.gap?.sentence)
    }

    /// The end that an error calls for; nil for errors of the argument parser.
    private init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as BenchError:
            switch error.code {
            case .failed(let status): self.init(status, error.description)
            case .interrupted(let signal): self.init(interruptedBy: signal)
            }
        case let error as MachineError:
            if let signal = StopSignals.last {
                self.init(interruptedBy: signal)
            } else if error.code == .commandFailed {
                self.init(ofCommand: error.exitStatus, error.description)
            } else {
                self.init(error.exitStatus, error.description)
            }
        case let error as FileError: self.init(error.exitStatus, error.description)
        case let error as RunStoreError: self.init(error.exitStatus, error.description)
        case let error as DatasetError where error.code == .commandFailed:
            self.init(ofCommand: error.exitStatus, error.description)
        case let error as DatasetError: self.init(error.exitStatus, error.description)
        case let error as ScenarioFileError: self.init(.noInput, error.message)
        case let mistakes as InvalidScenario:
            // Diagnostics speak for themselves; a line below says that nothing was launched.
            let count = mistakes.diagnostics.count
            self.init(
                .invalidScenario,
                "\(count) mistake\(count == 1 ? "" : "s") in scenario files; nothing launched")
        default: return nil
        }
    }

    /// Prints a help page, a version or a script of the argument parser; nil if there was none to
    /// print, or it went well.
    private init?(help error: any Error, of command: (some ParsableCommand).Type) {
        guard command.exitCode(for: error) == .success else { return nil }
        let text = command.fullMessage(for: error)
        do {
            if !text.isEmpty { try printOutput(text + "\n") }
            self.init(.success)
        } catch {
            self = error
        }
    }

    /// Prints what an error says and ends the process with its status: the one place that does.
    static func exit(with error: any Error, for command: (some ParsableCommand).Type) -> Never {
        guard let failure = Failure(error) ?? Failure(help: error, of: command) else {
            guard !command.fullMessage(for: error).isEmpty else {
                Glibc.exit(command.exitCode(for: error).rawValue)
            }
            let help = TypedArguments.helpCommand(
                for: Array(ProgramArguments.texts.dropFirst()))
            let text = "membudget: \(command.message(for: error))\nSee '\(help)'."
            printError(lines: VisibleText.lines(text))
            Glibc.exit(command.exitCode(for: error).rawValue)
        }
        if let mistakes = error as? InvalidScenario {
            printError(lines: VisibleText.lines(mistakes.description))
        }
        if let message = failure.message { printError("membudget: \(message)") }
        if let words = failure.words { printError(lines: VisibleText.lines(words)) }
        Glibc.exit(failure.status)
    }
}

extension DatasetError {
    /// The status that `membudget` ends with.
    fileprivate var exitStatus: ExitStatus {
        switch code {
        case .unknownKind, .invalidParameter: .usage
        case .unavailable: .unavailable
        case .invalidInput: .noInput
        case .notDivisible, .beyondFile: .invalidScenario
        case .commandFailed: .crashed
        case .alreadyExists, .overCap: .cannotCreate
        default: .storeFailure
        }
    }
}
