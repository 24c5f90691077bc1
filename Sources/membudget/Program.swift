import Glibc
import Harness
import MemoryBudget
import Processes

/// The start of the program, before anything asynchronous.
@main
enum Program {
    static func main() {
        // Before a thread opens anything.
        StandardStreams.reserve()
        OwnCgroup.noteScope()
        do {
            try ThreadSupply.check()
        } catch {
            Failure.exit(with: Failure(status, "\(error)"), for: Membudget.self)
        }
        SpawnedChildren.track()
        // Detached: this thread, which others would wait for, does nothing more.
        let command = Membudget.command()
        Task.detached {
            await Membudget.run(command)
            exit(0)
        }
        // Signals are handled on whichever thread they reach.
        while true { pause() }
    }

    /// A wrapper's own failures must not look like the command's.
    private static var status: ExitStatus {
        ProgramArguments.exact.dropFirst().first == Array("run".utf8) ? .runFailed : .systemFailure
    }
}
