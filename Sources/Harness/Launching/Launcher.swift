internal import CLauncher
import Files
import Glibc
import Processes

/// The way to start commands that must not be traced: a small launcher with a negligible peak.
struct Launcher {
    private let path: String
    /// The lowest descriptor for the launcher's socket, above those that a command may expect open.
    private static let lowestDescriptor: Int32 = 64

    init() throws {
        path = try HelperPrograms(environment: currentEnvironment()).require("membudget-launcher")
    }

    /// Starts a command, which is running when this method returns.
    func start(_ command: Spawner, tree: ProcessTree, page: GaugePage) throws -> Launched {
        let sockets = try SocketPair()
        let theirs = fcntl(sockets.theirs, F_DUPFD_CLOEXEC, Self.lowestDescriptor)
        close(sockets.theirs)
        defer { if theirs >= 0 { close(theirs) } }
        do {
            let helper = try helper(for: command, descriptor: theirs).spawn()
            return try release(helper, socket: sockets.ours, tree: tree, page: page)
        } catch {
            close(sockets.ours)
            throw error
        }
    }

    private func helper(for command: Spawner, descriptor: Int32) -> Spawner {
        var helper = command
        helper.path = ExactPath(path)
        // The command's group is ours or its own, never the launcher's.
        let group = command.leadsProcessGroup ? 0 : getpgrp()
        helper.arguments =
            ["membudget-launcher", "\(descriptor)", "\(group)"].map { Array($0.utf8) }
            + [command.path.bytes] + command.arguments
        helper.inheritedDescriptor = descriptor
        helper.leadsProcessGroup = true
        helper.parentDeathSignal = SIGKILL
        return helper
    }

    private func release(
        _ helper: SpawnedProcess, socket: Int32, tree: ProcessTree, page: GaugePage
    ) throws -> Launched {
        helper.resume()
        let failure = helper.launchFailure()
        var number: Int32 = 0
        guard failure == nil, readWhole(socket, into: &number), number > 0 else {
            kill(helper.id, SIGKILL)
            waitpid(helper.id, nil, 0)
            throw MachineError(
                failure?.step ?? "can't run \(path)", errno: failure?.number ?? EIO)
        }
        page.name(process: number)
        tree.add(number, isLeader: true)
        let start = monotonicNanoseconds()
        var byte: UInt8 = 1
        _ = write(socket, &byte, 1)
        return Launched(
            helper: helper.id, command: number, socket: socket, startNanoseconds: start)
    }
}

/// A command that the launcher runs.
struct Launched {
    /// The process of the launcher, which adopts every orphan of the command's tree.
    let helper: pid_t
    /// The command's own process.
    let command: pid_t
    fileprivate let socket: Int32
    fileprivate let startNanoseconds: Int

    /// Waits until the tree has ended.
    mutating func finish(tree: ProcessTree) -> TreeResult {
        var told = launcher_result()
        let isWhole = readWhole(socket, into: &told)
        var result = TreeResult()
        result.startNanoseconds = startNanoseconds
        result.endNanoseconds = monotonicNanoseconds()
        tree.end(.leaderEnded)
        close(socket)
        waitpid(helper, nil, 0)
        tree.remove(command)
        // Without the launcher's result, nothing is known of how the command ended.
        guard isWhole else { return result }
        result.launchFailure =
            told.launch_error == 0 ? nil : LaunchFailure(executing: Int32(told.launch_error))
        result.leaderStatus = WaitStatus(Int32(told.status))
        result.untracedPeakBytes = Int(told.peak_rss_kib) << 10
        result.usage.userNanoseconds = Int(told.user_us) * 1000
        result.usage.systemNanoseconds = Int(told.system_us) * 1000
        result.usage.majorFaults = Int(told.major_faults)
        return result
    }
}

/// Reads exactly one value; returns `false` at the end of the stream.
private func readWhole<Value: BitwiseCopyable>(_ descriptor: Int32, into value: inout Value) -> Bool
{
    withUnsafeMutableBytes(of: &value) { readFully(descriptor, into: $0) == $0.count }
}
