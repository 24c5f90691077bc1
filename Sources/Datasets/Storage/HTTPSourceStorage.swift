import Glibc
import HTTPSource
import Processes

/// A local HTTP source, which generates its answers on request and runs until it is stopped.
struct HTTPSourceStorage: DatasetStorage {
    /// The source's behaviour.
    let settings: SourceSettings
    /// Whether the generated files are the output of an earlier run, to be updated from the source.
    var hasPrevious = false

    private static let program = "membudget-source"
    private static var programs: HelperPrograms {
        HelperPrograms(environment: currentEnvironment())
    }

    var unavailableReason: String? {
        do {
            _ = try Self.programs.require(Self.program)
            return nil
        } catch {
            return "\(error)"
        }
    }

    func need(fileBytes: [Int]) -> StorageNeed { StorageNeed() }

    /// Starts the source; one serves every size.
    ///
    /// - Throws: `MachineError` with the source's message.
    func prepare(
        _ datasets: [Int: Dataset], checkStop: () throws -> Void
    ) async throws -> StoredData {
        try checkStop()
        let path = try Self.programs.require(Self.program)
        let (server, port) = try await HelperServer.start(
            HelperCommand(isolated: [path] + settings.arguments), name: "the HTTP source",
            stopSteps: [(SIGTERM, .seconds(1))], deathSignal: SIGKILL, readiness: Self.port)
        let locations = datasets.keys.map { ($0, "http://127.0.0.1:\(port)/\($0)") }
        return StoredData(
            locations: Dictionary(uniqueKeysWithValues: locations),
            previous: hasPrevious ? datasets.mapValues(\.path) : [:], release: server.stop)
    }

    /// Returns the port, once its line is complete.
    private static func port(in output: String) -> Int? {
        output.hasSuffix("\n") ? Int(output.dropLast()) : nil
    }
}
