import Glibc

/// A child process in its own process group.
struct ChildProcess {
    /// The way in which the process ended.
    enum End: Equatable {
        case exited(Int32)
        case signal(Int32)
    }

    let id: pid_t

    /// Starts another instance of this program.
    ///
    /// - Parameter output: The path of the file for its standard output and error.
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
        // The environment is empty, because no target depends on it.
        var variables: [UnsafeMutablePointer<CChar>?] = [nil]
        let number = posix_spawn(&process, program, &actions, nil, &words, &variables)
        guard number == 0 else { throw FuzzError("can't start a child process: error \(number)") }
        id = process
    }

    /// Returns how the process ended; `nil` while it is running.
    func end() -> End? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signal(signal)
    }

    /// Kills the process and waits for its end.
    func kill() {
        Glibc.kill(id, SIGKILL)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }
}
