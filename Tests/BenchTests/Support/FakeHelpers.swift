import Processes
import Synchronization

/// Programs that aren't measured, without processes: each ends well without a word unless told otherwise.
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
    /// Has a program that isn't measured print something.
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
