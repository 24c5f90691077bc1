import Files
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Harness

/// Every cause of death, each with its own outcome, and without leftovers.
@Suite("Causes of death", .serialized)
struct KillMatrixTests {
    @Test("A program ended by the watchdog is over budget")
    func watchdog() async throws {
        let report = try await measure(
            "grow", "200", "--limit", "400", limits: limits(64, .watchdog))
        expectEnd(report, .overBudget, .watchdog)
        #expect(report.observation.exit.signal == 9)
        #expect((report.observation.overshootBytes ?? 0) > 0)
    }

    @Test("A program killed by the kernel's limit is over budget", .enabled(if: Machine.hasCgroups))
    func cgroup() async throws {
        let report = try await measure(
            "grow", "0", "--limit", "400", limits: limits(64, .cgroup))
        expectEnd(report, .overBudget, .cgroup)
        // The limit applies to charged memory, which excludes library pages used by others. The
        // kernel may force a page in above it.
        #expect(mebibytes(report.observation.cgroupPeakBytes) < 64.1)
        #expect(mebibytes(report.observation.peakAnonBytes) <= 64)
    }

    @Test(
        "A killed child is over budget even if its shell exits with 0",
        .enabled(if: Machine.hasCgroups))
    func shellSurvives() async throws {
        let selftest = try Products.path("membudget-selftest")
        let report = try await measureCommand(
            ["/bin/sh", "-c", "\(selftest) touch 200; exit 0"], limits: limits(64, .cgroup))
        expectEnd(report, .overBudget, .cgroup)
    }

    @Test("A child killed by the watchdog under a shell is over budget")
    func watchdogChild() async throws {
        let selftest = try Products.path("membudget-selftest")
        let report = try await measureCommand(
            ["/bin/sh", "-c", "\(selftest) grow 200; exit 0"], limits: limits(64, .watchdog))
        expectEnd(report, .overBudget, .watchdog)
    }

    @Test("A program that nothing stopped is over budget by the peak at its exit")
    func exactPeak() async throws {
        let report = try await measure("touch", "8", limits: limits(4, .off))
        expectEnd(report, .overBudget, .exactPeak)
        #expect(report.observation.exit.code == 0)
    }

    @Test("A trap is a crash, even under a budget")
    func trap() async throws {
        expectEnd(try await measure("trap", limits: limits(64)), .crashed, .trap)
    }

    @Test("A segmentation fault is a crash, even under a data limit")
    func segmentationFault() async throws {
        expectEnd(try await measure("segv", limits: limits(64, .rlimit)), .crashed, .signal)
    }

    @Test("An abort without a refused allocation is a crash")
    func abort() async throws {
        expectEnd(try await measure("abort", limits: limits(64, .rlimit)), .crashed, .signal)
    }

    @Test("SIGKILL from outside proves nothing about memory")
    func foreignKill() async throws {
        let report = try await measure(
            "touch", "8", "--signal", "9", limits: limits(64))
        expectEnd(report, .killedExternally, .foreignKill)
    }

    @Test("A non-zero exit status is a failure")
    func exitCode() async throws {
        let report = try await measure("exit", "3", limits: limits(64))
        expectEnd(report, .failed, .exitCode)
        #expect(report.observation.exit.code == 3)
    }

    @Test("A passed deadline is a timeout, even if SIGTERM is ignored")
    func timeout() async throws {
        let polite = try await measure(
            "sleep", "60000", limits: limits(64, timeout: .milliseconds(100)))
        expectEnd(polite, .timedOut, .deadline)
        #expect(polite.observation.exit.signal == Int(SIGTERM))
        let stubborn = try await measure(
            "ignore-term", "60000", limits: limits(64, timeout: .milliseconds(100)))
        expectEnd(stubborn, .timedOut, .deadline)
        #expect(stubborn.observation.exit.signal == Int(SIGKILL))
    }

    @Test("A grandchild in a session of its own is killed with the tree", arguments: [true, false])
    func grandchild(traces: Bool) async throws {
        let folder = try FreshFolder(in: "/tmp")
        defer { folder.remove() }
        let file = "\(folder.path)/pid"
        let report = try await measure(
            "grandchild", "16", file, limits: limits(64, .watchdog, traces: traces))
        expectEnd(report, .completed, .exited)
        let text = try #require(readProcFile(file))
        let process = try #require(pid_t(String(decoding: text, as: UTF8.self).filter(\.isNumber)))
        #expect(!isAlive(process))
    }

    @Test("A missing command is not found, and one without permission can't be executed")
    func notFound() async throws {
        let missing = try await measureCommand(["membudget-there-is-no-such-program"])
        expectEnd(missing, .unmeasured, .notFound)
        let folder = try await measureCommand(["/tmp"])
        expectEnd(folder, .unmeasured, .notExecutable)
        let garbage = try FreshFolder(in: "/tmp")
        defer { garbage.remove() }
        let path = "\(garbage.path)/program"
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o755)
        // An ELF header without contents: no shell would take it for a script.
        _ = write(descriptor, "\u{7F}ELF", 4)
        close(descriptor)
        expectEnd(try await measureCommand([path]), .unmeasured, .notExecutable)
    }

    @Test("A missing folder is reported, and not as a missing command")
    func missingFolder() async throws {
        let report = try await measureCommand(["/bin/true"], folder: "/no/such/folder")
        expectEnd(report, .unmeasured, .lost)
        #expect(report.observation.evidence.detail.contains("folder"))
    }

    @Test("A script without an interpreter line runs as with execvp")
    func scriptWithoutInterpreter() async throws {
        let folder = try FreshFolder(in: "/tmp")
        defer { folder.remove() }
        let path = "\(folder.path)/script"
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o755)
        _ = write(descriptor, "exit 7\n", 7)
        close(descriptor)
        expectEnd(try await measureCommand([path]), .failed, .exitCode)
    }

    @Test("Memory that the kernel holds for a program is not the program's")
    func kernelMemory() async throws {
        let script = """
            import fcntl, os
            for _ in range(150):
                _, end = os.pipe()
                fcntl.fcntl(end, 1031, 1 << 20)
                os.set_blocking(end, False)
                os.write(end, bytes(1 << 20))
            """
        let limits = TrialLimits(budget: Budget(metric: .peakAnonymous, limit: .mebibytes(32)))
        let report = try await measureCommand(["/usr/bin/python3", "-c", script], limits: limits)
        // If the backstop does not count this memory, the program just ends.
        #expect(report.observation.outcome != .overBudget)
    }

    @Test("A program within its budget completes")
    func completes() async throws {
        expectEnd(try await measure("touch", "8", limits: limits(64)), .completed, .exited)
    }

    @Test("A tree of small processes is not one process over its budget")
    func manySmall() async throws {
        let selftest = try Products.path("membudget-selftest")
        let one = "\(selftest) touch 40 --hold-ms 200 &"
        let report = try await measureCommand(
            ["/bin/sh", "-c", "\(one) \(one) \(one) \(one) wait"], limits: limits(48))
        expectEnd(report, .completed, .exited)
    }
}
