import Processes
import Synchronization

/// Fake programs that aren't measured: each succeeds without output unless an answer is set.
final class FakeHelpers: Sendable {
    private let answers = Mutex<[[String]: WatchedHelper.End]>([:])

    func run(_ words: [String]) -> WatchedHelper.End {
        answers.withLock { $0[words] } ?? WatchedHelper.End(status: .exited(code: 0))
    }

    func set(_ end: WatchedHelper.End, for words: [String]) {
        answers.withLock { $0[words] = end }
    }
}

extension FakeSystem {
    /// Sets the output and exit status of a program.
    func answer(
        _ words: String..., output: String = "", errorText: String = "", status: Int = 0
    ) {
        helpers.set(
            WatchedHelper.End(
                status: .exited(code: status), output: output, errorText: errorText), for: words)
    }

    func run(_ command: HelperCommand, timeout: Duration) throws -> WatchedHelper.End {
        helpers.run(command.arguments)
    }
}
