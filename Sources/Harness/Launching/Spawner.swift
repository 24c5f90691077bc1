internal import CLinux
import Glibc

/// A process that was started and waits to be released.
struct SpawnedProcess {
    let id: pid_t
    fileprivate let release: Int32
    fileprivate let failure: Int32
    fileprivate let workingDirectory: String?

    /// Lets it execute its program.
    func letGo() {
        var byte: UInt8 = 1
        _ = write(release, &byte, 1)
        close(release)
    }

    /// What kept it from executing; nil if it did execute.
    ///
    /// Blocks until either is certain; a traced process is then past its end, or it would wait for
    /// its tracer for ever.
    func launchFailure() -> LaunchFailure? {
        defer { close(failure) }
        var told = clinux_failure()
        let size = MemoryLayout<clinux_failure>.size
        return read(failure, &told, size) == size ? LaunchFailure(told, workingDirectory) : nil
    }

    /// Drops a process that is not to run, and waits until it is gone.
    func abandon() {
        close(release)
        close(failure)
        kill(id, SIGKILL)
        while waitpid(id, nil, 0) < 0 && errno == EINTR {}
    }
}

/// Why a process did not come to execute its program.
struct LaunchFailure: Equatable, Sendable {
    /// The errno of the step that failed.
    var number: Int32
    /// What was tried; nil for the execution of the program itself.
    var step: String?

    /// The program itself could not be executed.
    init(executing number: Int32) {
        self.number = number
    }

    fileprivate init(_ told: clinux_failure, _ folder: String?) {
        number = told.error
        switch clinux_step(UInt32(told.step)) {
        case CLINUX_STEP_DESCRIPTORS: step = "can't hand over its descriptors"
        case CLINUX_STEP_DIRECTORY: step = "can't enter its folder, \(folder ?? ".")"
        case CLINUX_STEP_CGROUP: step = "can't move it into its cgroup"
        case CLINUX_STEP_LIMIT: step = "can't limit its data"
        case CLINUX_STEP_ACCOUNT: step = "can't run it as another user"
        default: step = nil
        }
    }
}

/// Starts processes by fork, so that each can be traced and limited before it executes.
struct Spawner {
    var path: String
    /// Program name and arguments, in bytes: a file's name need not be UTF-8.
    var arguments: [[UInt8]]
    /// `NAME=VALUE`, in bytes.
    var environment: [[UInt8]]
    var workingDirectory: String?
    var standardInput: Int32 = -1
    var standardOutput: Int32 = -1
    var standardError: Int32 = -1
    var inheritedDescriptor: Int32 = -1
    var cgroupProcesses: Int32 = -1
    var dataLimitBytes = 0
    var leadsProcessGroup = true
    var parentDeathSignal: Int32 = 0
    var account: Account?

    /// Starts the process, which waits for `letGo`.
    func spawn() throws -> SpawnedProcess {
        let release = try Pipe()
        let failure: Pipe
        do {
            failure = try Pipe()
        } catch {
            release.close()
            throw error
        }
        let id = fork(release, failure)
        close(release.readEnd)
        close(failure.writeEnd)
        guard id > 0 else {
            close(release.writeEnd)
            close(failure.readEnd)
            throw HarnessError("can't start a process", errno: -id)
        }
        return SpawnedProcess(
            id: id, release: release.writeEnd, failure: failure.readEnd,
            workingDirectory: workingDirectory)
    }

    private func fork(_ release: Pipe, _ failure: Pipe) -> pid_t {
        let shell = [Array("/bin/sh".utf8), Array(path.utf8)] + arguments.dropFirst()
        let isProgram = ProgramLookup.isProgram(path)
        return withCStrings(arguments) { arguments in
            withCStrings(shell) { shell in
                withCStrings(environment) { variables in
                    path.withCString { path in
                        withOptionalCString(workingDirectory) { directory in
                            var request = clinux_spawn_request(
                                path: path, arguments: arguments,
                                shell_arguments: isProgram ? nil : shell,
                                environment: variables, working_directory: directory,
                                standard_input: standardInput, standard_output: standardOutput,
                                standard_error: standardError,
                                inherited_descriptor: inheritedDescriptor,
                                cgroup_processes: cgroupProcesses,
                                data_limit_bytes: UInt64(dataLimitBytes),
                                own_process_group: leadsProcessGroup ? 1 : 0,
                                user_id: account.map { Int64($0.user) } ?? -1,
                                group_id: account.map { Int64($0.group) } ?? -1,
                                parent_death_signal: parentDeathSignal,
                                release: release.readEnd, release_write_end: release.writeEnd,
                                failure: failure.writeEnd)
                            return clinux_spawn(&request)
                        }
                    }
                }
            }
        }
    }
}

/// Calls `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [[UInt8]], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let copies: [UnsafeMutablePointer<CChar>?] =
        strings.map { bytes in
            (bytes + [0]).withUnsafeBytes { buffer in
                buffer.baseAddress.flatMap { strdup($0.assumingMemoryBound(to: CChar.self)) }
            }
        } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("an array ends with NULL") }
        return body(base)
    }
}

private func withOptionalCString<Result>(
    _ string: String?, _ body: (UnsafePointer<CChar>?) -> Result
) -> Result {
    guard let string else { return body(nil) }
    return string.withCString { body($0) }
}
