import Bench
import Dashboard
import Harness
import MemoryBudget
import Processes
import RunStore

/// The live page of a run in this process.
struct LivePage {
    private let dashboard: Dashboard
    private let port: Int

    /// Creates the page of the run in a folder.
    init(path: String, port: Int) {
        dashboard = Dashboard(path: path)
        self.port = port
    }

    /// Serves the page while `body` runs. Its address is printed on standard error; at the end,
    /// browsers receive the recorded run.
    ///
    /// - Parameters:
    ///   - measured: A function that extracts the measurement from the result of `body`.
    ///   - body: The run; receives the handler of its events, which never blocks.
    /// - Throws: ``Failure`` if the port is unavailable, and any error of `body`.
    func during<Value: Sendable>(
        _ measured: (Value) -> Measured,
        body: (_ events: @escaping BenchEventHandler) async throws -> Value
    ) async throws -> Value {
        try await DashboardServer(dashboard, port: port).serving {
            let (events, event) = AsyncStream.makeStream(of: BenchEvent.self)
            // Events are shown outside the threads of the run.
            let telling = Task { [dashboard] in
                var teller = LiveTeller(dashboard)
                for await event in events { teller.tell(event) }
            }
            do {
                let value = try await body { event.yield($0) }
                event.finish()
                await telling.value
                show(measured(value))
                return value
            } catch {
                event.finish()
                await telling.value
                dashboard.update { $0.status = .interrupted }
                throw error
            }
        }
    }

    /// Replaces the live figures with those of the record.
    private func show(_ measured: Measured) {
        guard let directory = try? RunDirectory(reading: measured.directory) else { return }
        dashboard.finish(measured.record, in: directory)
    }
}

extension DashboardServer {
    /// Serves while `body` runs; the address is printed on standard error.
    ///
    /// - Throws: ``Failure`` if the port is unavailable, and any error of `body`.
    func serving<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        let (addresses, address) = AsyncStream.makeStream(of: String.self)
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let server = Task {
            defer { address.finish() }
            try await run {
                address.yield($0)
            } stop: {
                for await _ in stops {}
            }
        }
        var iterator = addresses.makeAsyncIterator()
        guard let url = await iterator.next() else {
            throw Failure(
                .unavailable, "can't serve the live page: " + (await server.result.sentence))
        }
        printError("live page: \(url)")
        do {
            let value = try await body()
            stop.finish()
            _ = await server.result
            return value
        } catch {
            stop.finish()
            _ = await server.result
            throw error
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    /// The reason of the failure.
    fileprivate var sentence: String {
        if case .failure(let error) = self { return "\(error)" }
        return "the server ended"
    }
}
