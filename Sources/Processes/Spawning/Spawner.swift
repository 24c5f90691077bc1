internal import CLinux
package import Files
internal import Glibc

/// A description of a process to start by fork, so that it can be traced and limited first.
package struct Spawner {
    /// The program's path.
    package var path: ExactPath
    /// The program's name and arguments, in bytes: a file's name need not be UTF-8.
    package var arguments: [[UInt8]]
    /// The entries `NAME=VALUE`, in bytes.
    package var environment: [[UInt8]]
    /// The folder that the process starts in; `nil` for the current one.
    package var workingDirectory: String?
    /// The descriptor for its standard input; -1 for ours.
    package var standardInput: Int32
    /// The descriptor for its standard output; -1 for ours.
    package var standardOutput: Int32
    /// The descriptor for its standard error; -1 for ours.
    package var standardError: Int32
    /// One more descriptor that it inherits, with the same number; -1 for none.
    package var inheritedDescriptor: Int32 = -1
    /// The descriptor of a cgroup.procs that it moves itself into; -1 for none.
    package var cgroupProcesses: Int32
    /// The value of RLIMIT_DATA, in bytes; 0 leaves it unchanged.
    package var dataLimitBytes: Int
    /// Whether it stops for its tracer at each system call for memory; without a tracer that
    /// requests such stops, the calls fail. Default `false`.
    package var stopsAtAllocations = false
    /// Whether it leads a process group of its own.
    package var leadsProcessGroup: Bool
    /// Whether it leads a session of its own, and so a process group: no terminal affects it.
    /// Default `false`.
    package var leadsSession = false
    /// Whether it inherits only the three standard descriptors, and has a umask of 022. Default
    /// `false`, which passes on everything from our caller.
    package var isIsolated = false
    /// The signal that it gets when the calling thread ends; 0 for none.
    package var parentDeathSignal: Int32
    /// The account that it runs as; `nil` for the current one.
    package var account: Account?
    /// The processors that it may run on; `nil` for all that we may use.
    package var processors: ProcessorSet?

    /// Creates a spawner; by default, the process inherits everything but its program from us.
    package init(
        path: ExactPath, arguments: [[UInt8]], environment: [[UInt8]],
        workingDirectory: String? = nil, standardInput: Int32 = -1, standardOutput: Int32 = -1,
        standardError: Int32 = -1, cgroupProcesses: Int32 = -1, dataLimitBytes: Int = 0,
        leadsProcessGroup: Bool = true, parentDeathSignal: Int32 = 0, account: Account? = nil,
        processors: ProcessorSet? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.cgroupProcesses = cgroupProcesses
        self.dataLimitBytes = dataLimitBytes
        self.leadsProcessGroup = leadsProcessGroup
        self.parentDeathSignal = parentDeathSignal
        self.account = account
        self.processors = processors
    }

    /// Starts the process, which waits for ``SpawnedProcess/resume()``.
    package func spawn() throws -> SpawnedProcess {
        let release = try Pipe()
        let failure: Pipe
        do {
            failure = try Pipe()
        } catch {
            release.close()
            throw error
        }
        let id = fork(release, failure: failure)
        close(release.readEnd)
        close(failure.writeEnd)
        guard id > 0 else {
            close(release.writeEnd)
            close(failure.readEnd)
            throw MachineError("can't start a process", errno: -id)
        }
        SpawnedChildren.note(id)
        return SpawnedProcess(
            id: id, release: release.writeEnd, failure: failure.readEnd,
            workingDirectory: workingDirectory)
    }

    private func fork(_ release: Pipe, failure: Pipe) -> pid_t {
        guard let processors else { return fork(release, failure: failure, on: nil) }
        return processors.withWords { fork(release, failure: failure, on: $0) }
    }

    private func fork(
        _ release: Pipe, failure: Pipe, on processors: UnsafeBufferPointer<UInt64>?
    ) -> pid_t {
        let shell = [Array("/bin/sh".utf8), path.bytes] + arguments.dropFirst()
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
                                stops_at_allocations: stopsAtAllocations ? 1 : 0,
                                own_process_group: leadsProcessGroup ? 1 : 0,
                                own_session: leadsSession ? 1 : 0,
                                isolated: isIsolated ? 1 : 0,
                                user_id: account.map { Int64($0.user) } ?? -1,
                                group_id: account.map { Int64($0.group) } ?? -1,
                                parent_death_signal: parentDeathSignal,
                                processors: processors?.baseAddress,
                                processors_bytes: UInt64((processors?.count ?? 0) * 8),
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
func withCStrings<Result>(
    _ strings: [[UInt8]], body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
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
    _ string: String?, body: (UnsafePointer<CChar>?) -> Result
) -> Result {
    guard let string else { return body(nil) }
    return string.withCString { body($0) }
}
