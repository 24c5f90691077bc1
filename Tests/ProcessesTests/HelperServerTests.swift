import Glibc
import Testing

@testable import Processes

@Suite("Servers that a run needs", .serialized)
struct HelperServerTests {
    private func start(
        _ script: String, readiness: @escaping (String) -> Int?
    ) async throws -> (server: HelperServer, readiness: Int) {
        try await HelperServer.start(
            HelperCommand(["/bin/sh", "-c", script]), name: "the server",
            stopSteps: [(SIGTERM, .seconds(1))], deathSignal: SIGKILL, readiness: readiness)
    }

    /// Returns the number in the first line, once that is complete.
    private func number(in output: String) -> Int? {
        output.hasSuffix("\n") ? Int(output.dropLast()) : nil
    }

    @Test("A server exists once it is ready, and is gone once it is stopped")
    func ready() async throws {
        // The number is that of its process.
        let (server, process) = try await start("echo $$; exec sleep 1000", readiness: number)
        #expect(kill(pid_t(process), 0) == 0)
        server.stop()
        #expect(kill(pid_t(process), 0) != 0)
        server.stop()
    }

    @Test("A server that ignores its stop signal is killed")
    func stubborn() async throws {
        let (server, process) = try await start(
            "trap '' TERM; echo $$; while :; do sleep 0.1; done", readiness: number)
        server.stop()
        #expect(kill(pid_t(process), 0) != 0)
    }

    @Test("A server that fails to start is reported with its own message")
    func ended() async throws {
        let error = await #expect(throws: MachineError.self) {
            _ = try await start("echo no room >&2; echo left >&2; exit 3", readiness: number)
        }
        #expect(error?.description == "the server failed to start: no room left")
    }

    @Test("A missing program is not a server")
    func missing() async {
        await #expect(throws: MachineError.self) {
            _ = try await HelperServer.start(
                HelperCommand(["/nowhere/server"]), name: "the server", stopSteps: [],
                deathSignal: SIGKILL, readiness: { _ in true })
        }
    }
}
