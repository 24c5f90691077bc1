import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// SIGINT and SIGTERM sent to membudget are passed on to the command.
    @Suite struct RunSignals {
        @Test(
            "A signal to membudget reaches the command once, and the status is that of the command",
            arguments: [("TERM", SIGTERM), ("INT", SIGINT)], ["", "--no-ptrace"])
        func forwarded(signal: (name: String, number: Int32), option: String) async throws {
            let workplace = try Workplace()
            let script = """
                import signal, sys, time
                def note(number, frame):
                    open("caught", "a").write("x")
                    time.sleep(0.3)
                    sys.exit(9)
                signal.signal(signal.SIG\(signal.name), note)
                open("ready", "w").close()
                time.sleep(600)
                """
            let program =
                try [Products.path("membudget"), "run"] + (option.isEmpty ? [] : [option])
            async let running = workplace.run(program + ["--", "python3", "-c", script])
            #expect(await eventually { workplace.holds("ready") })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, signal.number)
            }
            let result = try await running
            #expect(result.status == 9, "\(result)")
            #expect(workplace.text("caught") == "x")
            #expect(workplace.processes.isEmpty)
        }

        @Test("A command ended by a forwarded signal gives 128 plus the signal's number")
        func fatal() async throws {
            let workplace = try Workplace()
            let program = try Products.path("membudget")
            async let running = workplace.run([
                program, "run", "--", "sh", "-c", "touch ready; exec sleep 600",
            ])
            #expect(await eventually { workplace.holds("ready") })
            for process in workplace.processes where process.name == "membudget" {
                kill(process.identifier, SIGTERM)
            }
            #expect(try await running.status == 128 + 15)
            #expect(workplace.processes.isEmpty)
        }
    }
}
