import Glibc
import Testing

@testable import Harness

@Suite("Privileges lost by traced programs")
struct FilePrivilegesTests {
    private func file(_ change: (inout FilePrivileges) -> Void) -> Bool {
        var privileges = FilePrivileges()
        (privileges.user, privileges.userGroup) = (1000, 1000)
        change(&privileges)
        return privileges.areLost
    }

    @Test("Another user's set-user-ID program, run by its starter, has lost its privileges")
    func setUser() {
        #expect(file { $0.mode = S_ISUID | 0o755 })
        #expect(!file { $0.mode = 0o755 })
        #expect(!file { ($0.mode, $0.owner) = (S_ISUID | 0o755, 1000) })
        // Untraced, it would not have had them either.
        #expect(!file { ($0.mode, $0.isForbidden) = (S_ISUID | 0o755, true) })
    }

    @Test("A set-group-ID program and one with capabilities have lost theirs too")
    func others() {
        #expect(file { $0.mode = S_ISGID | 0o755 })
        #expect(!file { $0.mode = S_ISGID | 0o644 })
        #expect(file { $0.hasCapabilities = true })
        #expect(!file { ($0.hasCapabilities, $0.capabilities) = (true, 0x2000) })
    }

    @Test("A process's own privileges are read from its status")
    func status() {
        var privileges = FilePrivileges()
        let text = """
            Name:\tping
            Uid:\t1001\t1002\t1003\t1004
            Gid:\t2001\t2002\t2003\t2004
            CapPrm:\t0000000000002000
            NoNewPrivs:\t1
            """
        privileges.readStatus(Array(text.utf8))
        #expect(privileges.user == 1002 && privileges.userGroup == 2002)
        #expect(privileges.capabilities == 0x2000 && privileges.isForbidden)
        // Most files grant nothing.
        #expect(FilePrivileges(of: getpid()) == nil)
    }

    @Test("By its status file, only a living process without a tracer is a stray")
    func strays() {
        func isStray(_ state: String, tracer: Int) -> Bool {
            StrayHunt.kind(Array("Name:\tx\nState:\t\(state)\nTracerPid:\t\(tracer)\n".utf8))
                == .stray
        }
        #expect(isStray("S (sleeping)", tracer: 0) && isStray("R (running)", tracer: 0))
        #expect(!isStray("S (sleeping)", tracer: 10) && !isStray("Z (zombie)", tracer: 0))
    }
}
