import CSVUpload
import Foundation
import MemoryBudget
import PipelineKit
import TestSupport
import Testing

@Suite("Upload strategies with curl as the client", .serialized)
struct StrategyTests {
    private static let servers = CSVUpload().strategies.filter(\.usesClient).map(\.name)

    /// Runs a strategy whose order curl executes.
    private func run(
        _ strategy: String, _ file: CSVFile, settings: [String] = []
    ) async throws -> (progress: TrialProgress, output: String, client: Command.Result) {
        let output = file.directory.path("\(strategy).db")
        let order = file.directory.path("\(strategy).order")
        let progress = TrialProgress.unwatched()
        async let client = Self.carryOut(order)
        do {
            _ = try await Worker([CSVUpload()]).perform(
                file.arguments(strategy, output: output, settings: settings)
                    + ["--client-order", order], progress: progress)
        } catch {
            _ = try await client
            throw error
        }
        return (progress, output, try await client)
    }

    private static func carryOut(_ order: String) async throws -> Command.Result {
        for _ in 0..<4000 where !FileManager.default.fileExists(atPath: order) {
            try await Task.sleep(for: .milliseconds(5))
        }
        return try await Command.run(["curl", "-q", "--config", order])
    }

    @Test("Every strategy stores the same as from a file on disk", arguments: servers)
    func outcome(strategy: String) async throws {
        let file = try CSVFile(rowCount: 30_000)
        let (progress, output, client) = try await run(strategy, file)
        #expect(client.status == 0, "\(client)")
        #expect(try file.outcome(of: output) == (try await file.expected()))
        #expect(progress.unitsDone == 29_970 && progress.unitsRejected == 30)
        let files = try FileManager.default.contentsOfDirectory(atPath: file.directory.path)
        #expect(
            !files.contains {
                $0.contains(".upload") || $0.contains(".part") || $0.hasSuffix("-wal")
            })
    }

    @Test("A file with only a header gives a table without rows", arguments: servers)
    func empty(strategy: String) async throws {
        let file = try CSVFile(rowCount: 0)
        let output = try await run(strategy, file).output
        #expect(try file.outcome(of: output).rows == 0)
    }

    @Test("A body that is too long ends the run, and leaves nothing", arguments: servers)
    func tooLong(strategy: String) async throws {
        let file = try CSVFile(rowCount: 3000)
        await #expect {
            _ = try await run(strategy, file, settings: ["max-bytes=1000"])
        } throws: { error in
            (error as? WorkerError)?.code == .badSetting && "\(error)".contains("1000 bytes")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: file.directory.path)
        #expect(Set(files) == ["\(strategy).order", "input.csv"])
    }
}
