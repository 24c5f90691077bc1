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

/// The end of a command other than success: an exit status, and one sentence for standard error.
struct Failure: Error, CustomStringConvertible {
    let status: Int32
    let message: String?
    /// The output of a failed user command, below the sentence; `nil` for most failures.
    private(set) var words: String?

    /// The sentence, or the status if there is none.
    var description: String { message ?? "status \(status)" }

    init(_ status: ExitStatus, _ message: String? = nil) {
        self.status = status.rawValue
        self.message = message
    }

    /// Creates the failure of a command that was stopped by a signal.
    init(interruptedBy signal: Int32) {
        status = 128 + signal
        message = nil
    }

    /// Creates the failure of a user command from a sentence and, from the second line on, its
    /// output.
    private init(ofCommand status: ExitStatus, _ text: String) {
        let parts = text.split(separator: "\n", maxSplits: 1)
        self.init(status, parts.first.map(String.init))
        words = parts.dropFirst().first.map(String.init)
    }

    /// Throws if something could not be measured.
    static func check(_ status: MeasuredStatus) throws {
        guard status.exitStatus != .success else { return }
        throw Failure(status.exitStatus, status.gap?.sentence)
    }

    /// Creates the failure for an error; `nil` for errors of the argument parser.
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
            // The diagnostics are printed above this line.
            let count = mistakes.diagnostics.count
            self.init(
                .invalidScenario,
                "\(count) mistake\(count == 1 ? "" : "s") in scenario files; nothing launched")
        default: return nil
        }
    }

    /// Prints the help, version or script of the argument parser; `nil` if the error is another
    /// one.
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

    /// Prints an error and ends the process with its status; no other code does that.
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
    /// The exit status of the error.
    fileprivate var exitStatus: ExitStatus {
        switch code {
        case .unknownKind, .invalidParameter: .usage
        case .unavailable: .unavailable
        case .invalidInput: .noInput
        case .notDivisible, .beyondFile, .invalidContent: .invalidScenario
        case .commandFailed: .crashed
        case .alreadyExists, .overCap: .cannotCreate
        default: .storeFailure
        }
    }
}
