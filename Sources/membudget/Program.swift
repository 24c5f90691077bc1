import Glibc
import Harness
import MemoryBudget
import Processes

/// The entry point of the program, which runs before anything asynchronous.
@main
enum Program {
    static func main() {
        // Comes first, before a thread can open a file.
        StandardStreams.reserve()
        OwnCgroup.noteScope()
        do {
            try ThreadSupply.check()
        } catch {
            Failure.exit(with: Failure(status, "\(error)"), for: Membudget.self)
        }
        SpawnedChildren.track()
        // Detached: a task on the main actor would wait for this thread, which only pauses.
        let command = Membudget.command()
        Task.detached {
            await Membudget.run(command)
            exit(0)
        }
        // Signals are handled on whichever thread receives them.
        while true { pause() }
    }

    /// The exit status of an early failure; that of `run` must not look like its command's.
    private static var status: ExitStatus {
        ProgramArguments.exact.dropFirst().first == Array("run".utf8) ? .runFailed : .systemFailure
    }
}
