import Files
import Foundation
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import Processes

@Suite("Unmeasured helpers")
struct HelperProcessTests {
    private func shell(_ script: String) -> HelperCommand {
        HelperCommand(["/bin/sh", "-c", script])
    }

    /// Returns whether a process exists and is not a zombie.
    private func isRunning(_ process: String) -> Bool {
        guard let state = readText("/proc/\(process)/stat")?.split(separator: ")").last else {
            return false
        }
        return !state.hasPrefix(" Z")
    }

    @Test("A helper's output is complete, its errors are one line, and its status is reported")
    func answer() async throws {
        let answer = try await HelperProcess.run(
            shell("seq 1 50000; echo no >&2; echo luck >&2; exit 3"), timeout: .seconds(60))
        #expect(answer.status == .exited(code: 3))
        #expect(answer.output.split(separator: UInt8(ascii: "\n")).count == 50_000)
        #expect(answer.errorText == "no luck")
    }

    @Test("A descriptor opened since the start is not inherited, however it was opened")
    func descriptors() async throws {
        // Libraries open sockets that stay open over an exec.
        let numbers = [open("/", O_RDONLY), fcntl(1, F_DUPFD, 700)]
        defer { numbers.forEach { close($0) } }
        try #require(numbers.allSatisfy { $0 > 2 })
        let answer = try await HelperProcess.run(
            shell("ls /proc/$$/fd"), timeout: .seconds(60))
        let names = String(decoding: answer.output, as: UTF8.self).split(separator: "\n")
        #expect(names.contains("0") && !numbers.contains { names.contains("\($0)") }, "\(names)")
    }

    @Test("A helper leads a session of its own, which no terminal affects")
    func session() async throws {
        let answer = try await HelperProcess.run(
            shell("cat /proc/$$/stat; echo $$"), timeout: .seconds(60))
        let lines = String(decoding: answer.output, as: UTF8.self).split(separator: "\n")
        let fields = lines[0].split(separator: ")").last?.split(separator: " ")
        // State, parent, group, session, terminal.
        #expect(fields?[2] == lines[1] && fields?[3] == lines[1] && fields?[4] == "0")
    }

    @Test("An isolated helper has a plain environment, folder and umask, and no extra descriptors")
    func isolated() async throws {
        try await Leftovers.reapStrays()
        await #expect(processExitsWith: .success) {
            setenv("MEMBUDGET_TEST_TOKEN", "hunter2", 1)
            setenv("PGPASSWORD", "hunter2", 1)
            setenv("LC_TIME", "de_DE.UTF-8", 1)
            umask(0o777)
            let answer = try await HelperProcess.run(
                HelperCommand(isolated: ["/bin/sh", "-c", "pwd; umask; ls /proc/$$/fd; env"]),
                timeout: .seconds(60))
            let lines = String(decoding: answer.output, as: UTF8.self).split(separator: "\n")
            #expect(lines[0] == "/" && lines[1] == "0022")
            let text = lines.joined(separator: "\n")
            #expect(!text.contains("hunter2") && !text.contains("LC_TIME"))
            #expect(lines.contains("LC_ALL=C") && lines.contains { $0.hasPrefix("PATH=") })
            #expect(lines.compactMap { Int($0) }.allSatisfy { $0 < 4 || $0 == 22 }, "\(text)")
        }
    }

    @Test("A signal is sent only if the process is the intended one")
    func handle() async throws {
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sleep"), strdup("600"), nil]
        var process: pid_t = 0
        try #require(posix_spawn(&process, "/bin/sleep", nil, nil, &words, environ) == 0)
        for word in words { free(word) }
        guard let handle = ProcessHandle(process) else {
            Issue.record("there is no process \(process)")
            return
        }
        let isStranger = handle.signal(SIGKILL) { $0.user != geteuid() }
        let isMeant = handle.signal(SIGKILL) {
            $0.user == geteuid() && $0.workingDirectory != nil
        }
        #expect(!isStranger && isMeant)
        var status: Int32 = 0
        #expect(waitpid(process, &status, 0) == process && status & 0x7F == SIGKILL)
        for group: pid_t in [0, -1] {
            if let handle = ProcessHandle(group) {
                Issue.record("\(group) is no process")
                _ = handle.signal(0) { _ in false }
            }
        }
    }

    @Test("A helper killed by a signal reports that signal")
    func signaled() async throws {
        let answer = try await HelperProcess.run(shell("kill -9 $$"), timeout: .seconds(60))
        #expect(answer.status == .signaled(signal: SIGKILL))
    }

    @Test("A helper that doesn't finish in time is killed with its children")
    func timeout() async throws {
        let root = try TemporaryDirectory()
        let file = root.path("processes")
        let error = await #expect(throws: MachineError.self) {
            try await HelperProcess.run(
                shell("trap '' TERM; sleep 600 & echo $$ $! > \(file); wait"),
                timeout: .milliseconds(500))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.description.contains("did not finish within 0.5 s") == true)
        let processes = (readText(file) ?? "").split(whereSeparator: \.isWhitespace)
        #expect(processes.count == 2)
        #expect(processes.allSatisfy { !isRunning(String($0)) })
    }

    @Test("A missing program, or a folder it can't enter, is an error that names it")
    func unstarted() async throws {
        var elsewhere = shell(":")
        elsewhere.workingDirectory = "/nowhere"
        let commands = [
            (
                HelperCommand(["/nowhere/tool"]),
                "can't run /nowhere/tool: No such file or directory"
            ),
            (elsewhere, "can't run /bin/sh: can't enter its folder, /nowhere"),
        ]
        for (command, message) in commands {
            let error = await #expect(throws: MachineError.self) {
                try await HelperProcess.run(command, timeout: .seconds(60))
            }
            #expect(error?.exitStatus == .systemFailure)
            #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
        }
    }

    @Test("A background program is stopped by the signal sent to it, or else killed")
    func background() async throws {
        for script in ["exec sleep 600", "trap '' TERM; echo up >&2; while :; do sleep 1; done"] {
            let process = try await BackgroundProcess.start(shell(script), deathSignal: SIGKILL)
            #expect(!process.hasEnded(within: .milliseconds(100)))
            process.stop([(SIGTERM, .milliseconds(300))])
            process.stop([(SIGTERM, .seconds(60))])
            #expect(process.hasEnded(within: .zero))
        }
    }

    @Test("A helper that closes its output early is waited for, and keeps its own status")
    func closesOutput() async throws {
        let script = "exec >&-; sleep 0.2; exit 3"
        let answer = try await HelperProcess.run(
            ["/bin/sh", "-c", script], timeout: .seconds(20))
        #expect(answer.status == .exited(code: 3))
    }
}
