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

    /// The first line, once it is whole.
    private func number(in output: String) -> Int? {
        output.hasSuffix("\n") ? Int(output.dropLast()) : nil
    }

    @Test("A server is there once it is ready, and gone when it is stopped")
    func ready() async throws {
        // Its number is its process's.
        let (server, process) = try await start("echo $$; exec sleep 1000", readiness: number)
        #expect(kill(pid_t(process), 0) == 0)
        server.stop()
        #expect(kill(pid_t(process), 0) != 0)
        server.stop()
    }

    @Test("A server that doesn't heed its order is stopped by force")
    func stubborn() async throws {
        let (server, process) = try await start(
            "trap '' TERM; echo $$; while :; do sleep 0.1; done", readiness: number)
        server.stop()
        #expect(kill(pid_t(process), 0) != 0)
    }

    @Test("A server that ends at its start is told with its own words")
    func ended() async throws {
        let error = await #expect(throws: MachineError.self) {
            _ = try await start("echo no room >&2; echo left >&2; exit 3", readiness: number)
        }
        #expect(error?.description == "the server ended at its start: no room left")
    }

    @Test("A program that isn't there is no server")
    func missing() async {
        await #expect(throws: MachineError.self) {
            _ = try await HelperServer.start(
                HelperCommand(["/nowhere/server"]), name: "the server", stopSteps: [],
                deathSignal: SIGKILL, readiness: { _ in true })
        }
    }
}
