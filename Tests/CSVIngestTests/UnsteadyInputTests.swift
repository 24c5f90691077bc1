import Foundation
import Glibc
import MemoryBudget
import PipelineKit
import Testing

@testable import CSVIngest

@Suite("Irregular and changing inputs")
struct UnsteadyInputTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func context(_ input: String) throws -> TrialContext {
        TrialContext(
            input: input, output: scratch.path("\(UUID().uuidString).db"), datasetKind: "csv",
            settings: try Settings(for: CSVIngest().parameters), progress: .unwatched())
    }

    private func largeInput() throws -> String {
        let rows = (1...60_000).map { "\($0),value" }.joined(separator: "\n")
        return try scratch.write(Array("k,v\n\(rows)\n".utf8))
    }

    @Test("A pipe is rejected without waiting for it", arguments: StrategyTests.strategies)
    func pipe(strategy: String) async throws {
        let path = scratch.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let error = await #expect(throws: WorkerError.self) {
            try await Worker([CSVIngest()]).perform(
                [
                    "run", "--pipeline", "csv-ingest", "--strategy", strategy, "--dataset-kind",
                    "csv", "--input", path, "--output", scratch.path("out.db"),
                ], progress: .unwatched())
        }
        #expect(error?.code == .badSetting)
        #expect(error?.message.contains("is a pipe, not a regular file") == true)
    }

    /// Ways to change a file of 600 KB.
    private static let changes: [@Sendable (String) throws -> Void] = [
        { try #require(truncate($0, 300_001) == 0) },
        { try #require(truncate($0, 0) == 0) },
        { path in
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data("x,y\n".utf8))
        },
        { path in
            let other = path + ".other"
            try Data("k,v\n1,2\n".utf8).write(to: URL(filePath: other))
            try #require(rename(other, path) == 0)
        },
        { try #require(unlink($0) == 0) },
    ]

    @Test("An input that is truncated, extended or replaced while it is read is named")
    func changed() throws {
        for (index, change) in Self.changes.enumerated() {
            let path = try largeInput()
            let reader = try ChunkedFileReader(path: path)
            var isFirst = true
            let error = #expect(throws: WorkerError.self, "change \(index)") {
                try StreamedIngest(try context(path), input: "'\(path)'").run { memory in
                    let count = try reader.read(into: memory)
                    if isFirst { try change(path) }
                    isFirst = false
                    return count
                }
            }
            #expect(error?.code == .badSetting)
            #expect(error?.message.hasPrefix("input '\(path)' changed while it was read") == true)
        }
    }

    /// A strategy that reads nothing, and changes the input after its header was read.
    private struct Changing: IngestStrategy {
        let name = "changing"
        let about = "changes its input"

        func ingest(_ context: TrialContext, into store: RowStore) throws {
            try Data("k,w\n1,2\n".utf8).write(to: URL(filePath: context.input))
        }
    }

    @Test("A file that was replaced after its header was read is named")
    func replacedAfterHeader() async throws {
        let path = try scratch.write(Array("k,v\n1,2\n3,4\n".utf8))
        let context = try context(path)
        let error = await #expect(throws: WorkerError.self) { try await Changing().run(context) }
        #expect(error?.message.contains("changed while it was read") == true)
    }
}
