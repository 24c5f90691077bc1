import Glibc

/// A process that this one started, in a group of its own.
struct ChildProcess {
    /// The ways in which it ended.
    enum End: Equatable {
        case exited(Int32)
        case signal(Int32)
    }

    let id: pid_t

    /// Starts this program again.
    ///
    /// - Parameter output: The file for what it says, on either stream.
    init(_ arguments: [String], output: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let program = "/proc/self/exe"
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        // Nothing that is read depends on variables.
        var variables: [UnsafeMutablePointer<CChar>?] = [nil]
        let number = posix_spawn(&process, program, &actions, nil, &words, &variables)
        guard number == 0 else { throw FuzzError("no child can be started: error \(number)") }
        id = process
    }

    /// Its end; nil while it runs.
    func end() -> End? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signal(signal)
    }

    /// Ends it, and waits for that.
    func kill() {
        Glibc.kill(id, SIGKILL)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }
}
