import CGaugePage
import TestSupport
import Testing

@Suite(
    "The preloaded agent",
    .enabled(if: Products.isBuilt("libmembudget-agent.so"), "the agent has not been built"))
struct AgentTests {
    private static let mebibyte: UInt64 = 1 << 20

    private func python(_ script: String) -> [String] {
        ["python3", "-c", script]
    }

    @Test("Even the shortest program has a reading, and keeps its output and status")
    func shortProgram() async throws {
        let trial = try await AgentTrial.run(["sh", "-c", "echo hello; exit 3"])
        #expect(trial.result.status == 3)
        #expect(trial.result.standardOutput == "hello\n")
        #expect(trial.result.standardError.isEmpty)
        #expect(trial.page.agent_attached == 1)
        #expect(trial.page.agent_reading_count >= 1)
        #expect(trial.page.live_bytes > 0)
        #expect(trial.page.reading_time_ns > 0)
    }

    @Test("jemalloc's live, active, resident and mapped bytes are in ascending order")
    func levels() async throws {
        let page = try await AgentTrial.run(python("x = bytes(64 << 20)")).page
        #expect(page.live_bytes <= page.active_bytes)
        #expect(page.active_bytes <= page.resident_bytes)
        #expect(page.resident_bytes <= page.mapped_bytes)
        #expect(page.metadata_bytes > 0)
    }

    @Test("A signal that ends the program preserves the last reading")
    func killed() async throws {
        let script = """
            import os, time
            x = bytes(64 << 20)
            time.sleep(0.3)
            os.kill(os.getpid(), 9)
            """
        let trial = try await AgentTrial.run(python(script))
        #expect(trial.result.signal == 9)
        #expect(trial.page.live_bytes >= 64 * Self.mebibyte)
    }

    @Test("The peak is kept over exec, and the next image is read too")
    func exec() async throws {
        let script = """
            import os, time
            x = bytes(64 << 20)
            time.sleep(0.3)
            os.execvp('true', ['true'])
            """
        let page = try await AgentTrial.run(python(script)).page
        #expect(page.peak_live_bytes >= 64 * Self.mebibyte)
        #expect(page.live_bytes < 8 * Self.mebibyte)
    }

    @Test("Children that inherit the preload, forked or executed, write nothing")
    func children() async throws {
        let script = """
            import os, subprocess, sys, time
            hold = "import time; x = bytes(64 << 20); time.sleep(0.1)"
            subprocess.run([sys.executable, "-c", hold], check=True)
            child = os.fork()
            if child == 0:
                exec(hold)
                sys.exit(0)
            assert os.waitpid(child, 0)[1] == 0
            """
        let trial = try await AgentTrial.run(python(script))
        #expect(trial.result.status == 0, "\(trial.result)")
        #expect(trial.page.agent_attached == 1)
        #expect(trial.page.peak_live_bytes < 32 * Self.mebibyte)
    }

    @Test("Closing every file, changing the user and catching signals work as before")
    func surroundings() async throws {
        let script = """
            import os, signal, time
            count = 0
            def caught(*_):
                global count
                count += 1
            signal.signal(signal.SIGUSR1, caught)
            os.closerange(3, 4096)
            if os.getuid() == 0: os.setuid(65534)
            for _ in range(100): os.kill(os.getpid(), signal.SIGUSR1)
            x = bytes(64 << 20)
            time.sleep(0.3)
            print(count)
            """
        let trial = try await AgentTrial.run(python(script))
        #expect(trial.result.status == 0, "\(trial.result)")
        #expect(trial.result.standardOutput == "100\n")
        #expect(trial.page.peak_live_bytes >= 64 * Self.mebibyte)
    }

    @Test("Without jemalloc, the page shows that the agent is not attached")
    func withoutJemalloc() async throws {
        let trial = try await AgentTrial.run(["sh", "-c", "exit 5"], withJemalloc: false)
        #expect(trial.result.status == 5)
        #expect(trial.result.standardError.isEmpty)
        #expect(trial.page.agent_attached == 0)
    }

    @Test("A page of another process or another format is not changed")
    func foreignPages() async throws {
        let other = try await AgentTrial.run(["true"], processIdentifier: 1)
        #expect(other.page.agent_attached == 0)
        let unknown = try await AgentTrial.run(["true"], magic: 1)
        #expect(unknown.page.agent_attached == 0)
        #expect(unknown.result.status == 0)
    }

    @Test("A missing page is not an error")
    func missingPage() async throws {
        let agent = try Products.path("libmembudget-agent.so")
        let result = try await Command.run(
            ["echo", "hello"],
            environment: [
                "LD_PRELOAD": "libjemalloc.so.2:\(agent)",
                "MEMBUDGET_GAUGE_PAGE": "/nonexistent/page",
            ])
        #expect(result.status == 0)
        #expect(result.standardOutput == "hello\n")
        #expect(result.standardError.isEmpty)
    }
}
