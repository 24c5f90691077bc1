internal import CLinux
internal import Files
package import Glibc

/// A process that was started and waits to be released.
package struct SpawnedProcess {
    /// The process ID.
    package let id: pid_t
    let release: Int32
    let failure: Int32
    let workingDirectory: String?

    /// Lets the process execute its program.
    package func resume() {
        var byte: UInt8 = 1
        _ = write(release, &byte, 1)
        close(release)
    }

    /// Returns the reason why it did not execute; `nil` if it did.
    ///
    /// Blocks until either is certain. A traced process must have passed its end, because it would
    /// otherwise wait for its tracer forever.
    package func launchFailure() -> LaunchFailure? {
        defer { close(failure) }
        var told = clinux_failure()
        let size = MemoryLayout<clinux_failure>.size
        return read(failure, &told, size) == size
            ? LaunchFailure(told, folder: workingDirectory) : nil
    }

    /// Kills a process that must not run, and waits until it is gone.
    package func abandon() {
        close(release)
        close(failure)
        kill(id, SIGKILL)
        _ = retried { waitpid(id, nil, 0) }
    }
}

/// The reason why a process could not execute its program.
package struct LaunchFailure: Equatable, Sendable {
    /// The `errno` of the step that failed.
    package var number: Int32
    /// The step, in words; `nil` for the execution of the program itself.
    package var step: String?

    /// Creates the failure to execute the program itself.
    package init(executing number: Int32) {
        self.number = number
    }

    fileprivate init(_ told: clinux_failure, folder: String?) {
        number = told.error
        switch clinux_step(UInt32(told.step)) {
        case CLINUX_STEP_DESCRIPTORS: step = "can't pass its descriptors"
        case CLINUX_STEP_DIRECTORY: step = "can't enter its folder, \(folder ?? ".")"
        case CLINUX_STEP_CGROUP: step = "can't move it into its cgroup"
        case CLINUX_STEP_LIMIT: step = "can't limit its data"
        case CLINUX_STEP_PROCESSORS: step = "can't pin it to its processors"
        case CLINUX_STEP_ALLOCATIONS: step = "can't trace its memory calls"
        case CLINUX_STEP_ACCOUNT: step = "can't run it as another user"
        default: step = nil
        }
    }
}
