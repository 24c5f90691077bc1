internal import CLinux
internal import Files
package import Glibc

/// A process that was started and waits to be released.
package struct SpawnedProcess {
    /// Its number.
    package let id: pid_t
    let release: Int32
    let failure: Int32
    let workingDirectory: String?

    /// Lets it execute its program.
    package func resume() {
        var byte: UInt8 = 1
        _ = write(release, &byte, 1)
        close(release)
    }

    /// The reason it did not execute; nil if it did.
    ///
    /// Blocks until either is certain; a traced process is then past its end, or it would wait for
    /// its tracer for ever.
    package func launchFailure() -> LaunchFailure? {
        defer { close(failure) }
        var told = clinux_failure()
        let size = MemoryLayout<clinux_failure>.size
        return read(failure, &told, size) == size
            ? LaunchFailure(told, folder: workingDirectory) : nil
    }

    /// Drops a process that is not to run, and waits until it is gone.
    package func abandon() {
        close(release)
        close(failure)
        kill(id, SIGKILL)
        _ = retried { waitpid(id, nil, 0) }
    }
}

/// Why a process did not come to execute its program.
package struct LaunchFailure: Equatable, Sendable {
    /// The errno of the step that failed.
    package var number: Int32
    /// The step, in words; nil for the execution of the program itself.
    package var step: String?

    /// The program itself could not be executed.
    package init(executing number: Int32) {
        self.number = number
    }

    fileprivate init(_ told: clinux_failure, folder: String?) {
        number = told.error
        switch clinux_step(UInt32(told.step)) {
        case CLINUX_STEP_DESCRIPTORS: step = "can't hand over its descriptors"
        case CLINUX_STEP_DIRECTORY: step = "can't enter its folder, \(folder ?? ".")"
        case CLINUX_STEP_CGROUP: step = "can't move it into its cgroup"
        case CLINUX_STEP_LIMIT: step = "can't limit its data"
        case CLINUX_STEP_PROCESSORS: step = "can't pin it to its processors"
        case CLINUX_STEP_ALLOCATIONS: step = "can't watch its calls for memory"
        case CLINUX_STEP_ACCOUNT: step = "can't run it as another user"
        default: step = nil
        }
    }
}
