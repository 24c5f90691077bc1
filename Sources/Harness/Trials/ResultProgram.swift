import MemoryBudget
import Processes
import Threads

/// The scenario's own check of results: a program that runs after a trial, unmeasured.
struct ResultProgram {
    /// The program and its arguments, without placeholders.
    let words: [String]
    /// The environment of the trial.
    let environment: [String: String]
    /// The folder of the trial; `nil` for that of the harness.
    let workingDirectory: String?
    /// The maximum time for the check.
    let timeout: Duration

    /// The maximum length of the check's last message in a sentence, in bytes.
    private static let wordsBytesMaximum = 400

    /// Runs the check and judges the result by its exit status.
    ///
    /// - Throws: `MachineError` if a signal asks the harness to stop: an incomplete check counts as
    ///   none, and its trial is run again.
    func check() async throws -> ResultCheck {
        let command = HelperCommand(
            words, environment: environment, workingDirectory: workingDirectory)
        let earlier = StopSignals.last
        let timeout = timeout
        do {
            return judged(
                try await DedicatedThread.run {
                    try WatchedHelper.run(command, timeout: timeout) {
                        // An earlier signal is already stopping the harness.
                        guard StopSignals.last != earlier else { return }
                        throw MachineError(.system, "the check was interrupted")
                    }
                })
        } catch let error as MachineError where error.code == .commandFailed {
            return Self.failed(.notStarted(reason: error.description))
        }
    }

    private func judged(_ end: WatchedHelper.End) -> ResultCheck {
        let errors = Self.lastWords(end.errorText)
        switch end.status {
        case .exited(code: 0):
            let count = ResultLine(lastOf: end.output)
            return ResultCheck(
                digest: count?.digest,
                record: ResultCheckRecord(.command, .right, rows: count?.rows))
        case .exited(code: 1):
            let words = errors.isEmpty ? Self.lastWords(end.output) : errors
            return ResultCheck(
                disagreement: .resultRejected(words: words),
                record: ResultCheckRecord(.command, .wrong))
        case .exited(let code): return Self.failed(.exitCode(code: code), errors)
        case .signaled(let signal): return Self.failed(.signal(signal: Int(signal)), errors)
        case nil:
            return Self.failed(.timedOut(timeoutNanoseconds: timeout.wholeNanoseconds), errors)
        }
    }

    private static func failed(_ cause: CheckFailure, _ words: String = "") -> ResultCheck {
        ResultCheck(
            disagreement: .checkFailed(cause: cause, words: words),
            record: ResultCheckRecord(.command, .failed))
    }

    /// Returns the end of the check's output, in one line: the line of a stack trace that names the
    /// error; otherwise, as many whole lines as fit, or the end of the last one.
    static func lastWords(_ text: String) -> String {
        if ErrorText.hasTrace(text), let line = ErrorText.line(of: text) {
            return String(line[...].trimmed.suffix(wordsBytesMaximum))
        }
        var kept: [Substring] = []
        var count = 0
        for line in text.split(whereSeparator: \.isNewline).reversed() {
            count += line.utf8.count + 1
            if count > wordsBytesMaximum {
                if kept.isEmpty { kept.append(line.suffix(wordsBytesMaximum)) }
                break
            }
            kept.append(line)
        }
        return kept.reversed().map { $0.trimmed }.joined(separator: " ")
    }
}

/// The last line of a check, such as `rows=10000 digest=1f2e…`: its counts.
struct ResultLine: Equatable {
    /// The number of rows in the result.
    let rows: Int
    /// The digest, in lowercase.
    let digest: String

    /// A length that no digest exceeds.
    private static let digitsMaximum = 128

    /// Parses the last non-empty line; `nil` if it has another format.
    init?(lastOf text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmed)
        let parts = lines.last { !$0.isEmpty }?.split(separator: " ") ?? []
        guard parts.count == 2, parts[0].hasPrefix("rows="), parts[1].hasPrefix("digest=") else {
            return nil
        }
        let (number, digits) = (parts[0].dropFirst(5), parts[1].dropFirst(7))
        guard number.allSatisfy({ $0.isASCII && $0.isNumber }), let rows = Int(number),
            (1...Self.digitsMaximum).contains(digits.count),
            digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
        else { return nil }
        self.rows = rows
        digest = digits.lowercased()
    }
}

extension Substring {
    /// The text without blanks at both ends.
    fileprivate var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return rest
    }
}
