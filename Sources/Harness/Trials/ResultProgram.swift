import MemoryBudget
import Processes
import Threads

/// The scenario's own check of results: a program that is run after a trial, outside of it.
struct ResultProgram {
    /// Program and arguments, without placeholders.
    let words: [String]
    /// The environment of the trial.
    let environment: [String: String]
    /// The folder of the trial; nil for that of the harness.
    let workingDirectory: String?
    /// The time it may take.
    let timeout: Duration

    /// The length of its last words in a sentence, in bytes.
    private static let wordsBytesMaximum = 400

    /// Runs it and judges the result by how it ends.
    ///
    /// - Throws: `MachineError` if a signal asks the harness to stop: half a check is none, and its trial
    ///   is run again.
    func check() async throws -> ResultCheck {
        let command = HelperCommand(
            words, environment: environment, workingDirectory: workingDirectory)
        let earlier = StopSignals.last
        let timeout = timeout
        do {
            return judged(
                try await DedicatedThread.run {
                    try WatchedHelper.run(command, timeout: timeout) {
                        // A signal that came before is what the harness is already ending for.
                        guard StopSignals.last != earlier else { return }
                        throw MachineError(.system, "the check was told to stop")
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

    /// The end of what it said, in one line: as many whole lines as fit, or the end of the last one.
    static func lastWords(_ text: String) -> String {
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

/// The last line of a check, `rows=10000 digest=1f2e…`: what it counted.
struct ResultLine: Equatable {
    /// Rows of the result.
    let rows: Int
    /// The digest in small letters.
    let digest: String

    /// More digits than any digest has.
    private static let digitsMaximum = 128

    /// Reads the last line that isn't empty; nil if it is anything else.
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
    /// Without blanks at both ends.
    fileprivate var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return rest
    }
}
