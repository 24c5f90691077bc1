import Glibc
import MemoryBudget
import Processes
import Synchronization
import Testing

@testable import Harness

/// A systemd-run with a given answer, and a process that only records what it would execute.
private final class FakeScopes: ScopeSystem {
    let commandLine: [[UInt8]]
    private let answer: HelperProcess.Answer
    private let error: Int32
    private let state = Mutex<(trials: [[String]], executed: [[[UInt8]]])>(([], []))

    init(
        _ commandLine: [[UInt8]] = [Array("membudget".utf8)], status: WaitStatus = .exited(code: 0),
        output: String = "$$\n", errorText: String = "", executeError: Int32 = EACCES
    ) {
        self.commandLine = commandLine
        answer = HelperProcess.Answer(
            status: status, output: Array(output.utf8), errorText: errorText)
        error = executeError
    }

    func run(_ commandLine: [String]) async throws -> HelperProcess.Answer {
        state.withLock { $0.trials.append(commandLine) }
        return answer
    }

    func execute(_ commandLine: [[UInt8]]) -> Int32 {
        state.withLock { $0.executed.append(commandLine) }
        return error
    }

    var trials: [[String]] { state.withLock(\.trials) }
    var executed: [[[UInt8]]] { state.withLock(\.executed) }
}

@Suite("A systemd scope for a harness that shares its cgroup")
struct SystemdScopeTests {
    private static let user = Surroundings(
        systemdRun: "/usr/bin/systemd-run", hasSystemManager: true, hasUserManager: true)
    private static let options = [
        "--scope", "--quiet", "--collect", "--no-ask-password", "--description=membudget", "-p",
        "Delegate=yes", "--",
    ]

    private func wanted(
        _ obstacle: CgroupStanding.Obstacle?, tier: EnforcementTier? = .cgroupV2,
        in change: (inout Surroundings) -> Void = { _ in }
    ) -> SystemdScope? {
        var place = Self.user
        change(&place)
        return SystemdScope(for: CgroupStanding(tier: tier, obstacle: obstacle), in: place)
    }

    @Test("A scope is entered only once, if groups can't be created and systemd is available")
    func decision() {
        #expect(wanted(.shared)?.isForUser == true)
        #expect(wanted(.readOnly) != nil && wanted(.withoutController) != nil)
        #expect(wanted(nil) == nil && wanted(.foreign) == nil)
        #expect(wanted(.absent, tier: nil) == nil)
        #expect(wanted(.readOnly, tier: .cgroupV1) == nil)
        #expect(wanted(.shared) { $0.isInScope = true } == nil)
        #expect(wanted(.shared) { $0.systemdRun = nil } == nil)
        #expect(wanted(.shared) { $0.hasUserManager = false } == nil)
        #expect(wanted(.shared) { $0.isRoot = true }?.isForUser == false)
        #expect(
            wanted(.shared) {
                $0.isRoot = true
                $0.hasSystemManager = false
            } == nil)
    }

    @Test("The command line is that of systemd-run, followed by ours byte for byte")
    func commandLine() throws {
        let own: [[UInt8]] = [Array("membudget".utf8), [0xFF, 0x24], Array("$HOME".utf8), []]
        let scope = try #require(wanted(.shared))
        let line = scope.commandLine(of: own, doublesDollars: false)
        let head = ["/usr/bin/systemd-run", "--user"] + Self.options
        #expect(line.prefix(head.count).map { String(decoding: $0, as: UTF8.self) } == head)
        #expect(Array(line.dropFirst(head.count)) == own)
        let doubled = scope.commandLine(of: own, doublesDollars: true)
        #expect(doubled[head.count + 1] == [0xFF, 0x24, 0x24])
        #expect(doubled[head.count + 2] == Array("$$HOME".utf8))
        let root = try #require(wanted(.shared, in: { $0.isRoot = true }))
        #expect(root.options == Self.options)
    }

    @Test(
        "The scope is tried first, and dollars are doubled if systemd-run replaces them")
    func entry() async throws {
        let scope = try #require(wanted(.shared))
        for (output, expected) in [("$$\n", "$x"), ("$\n", "$$x")] {
            let system = FakeScopes([Array("membudget".utf8), Array("$x".utf8)], output: output)
            let failure = await ScopeEntry(system: system).enter(scope)
            #expect(system.trials == [["/usr/bin/systemd-run"] + scope.options + ["echo", "$$"]])
            #expect(system.executed.map { $0.last } == [Array(expected.utf8)])
            #expect(failure == "can't execute /usr/bin/systemd-run: Permission denied")
        }
    }

    @Test("If the attempt fails, the process stays unchanged and reports the reason")
    func failure() async throws {
        let scope = try #require(wanted(.shared))
        let failures = [
            (FakeScopes(status: .exited(code: 1), errorText: "no bus"), "no bus"),
            (FakeScopes(status: .signaled(signal: 9)), "failed"),
            (FakeScopes(output: "something else\n"), "pass arguments unchanged"),
        ]
        for (system, words) in failures {
            let reason = await ScopeEntry(system: system).enter(scope)
            #expect(reason.contains(words) && reason.hasPrefix("/usr/bin/systemd-run"))
            #expect(system.executed.isEmpty)
        }
    }

    @Test("A mark in the environment is ours only with our process ID")
    func mark() {
        for mark in [
            ScopeMark(process: 7, invocation: nil), ScopeMark(process: 7, invocation: "ab:c"),
        ] {
            #expect(ScopeMark(mark.text) == mark)
        }
        #expect(ScopeMark("") == nil && ScopeMark("x:7") == nil)
        let block = ScopeMark.environment(addingTo: ["A": "1", "INVOCATION_ID": "i"])
        let value = environmentValue(ScopeMark.variable, in: block)
        #expect(value.map { String(decoding: $0, as: UTF8.self) } == "\(getpid()):i")
    }
}
