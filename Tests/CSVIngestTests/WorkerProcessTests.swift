import Foundation
import Testing

@testable import CSVIngest

/// Runs the real executable, as the harness does.
@Suite("The worker's process")
struct WorkerProcessTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private struct Ending {
        var status: Int32
        var output: String
        var message: String
    }

    /// Runs a shell command in which `$worker` is the built executable.
    private func shell(_ line: String) throws -> Ending {
        let worker = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "membudget-worker").path
        try #require(FileManager.default.isExecutableFile(atPath: worker), "no worker at \(worker)")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line]
        process.environment = ["worker": worker, "directory": scratch.url.path]
        let message = scratch.path("message")
        let output = scratch.path("output")
        for path in [message, output] { try Data().write(to: URL(filePath: path)) }
        process.standardError = FileHandle(forWritingAtPath: message)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        try process.run()
        process.waitUntilExit()
        return Ending(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            message: try String(contentsOfFile: message, encoding: .utf8))
    }

    private let run = """
        "$worker" run --pipeline csv-ingest --dataset-kind csv --input "$directory/input.csv" \
        --output "$directory/out.db" --strategy
        """

    private func writeInput() throws {
        let rows = (1...40_000).map { "\($0),text that fills a megabyte or two by and by" }
        _ = try scratch.write(Array(("k,v\n" + rows.joined(separator: "\n")).utf8))
    }

    @Test(
        "A full disk ends in one sentence and status 74",
        arguments: StrategyTests.strategies)
    func fullDisk(strategy: String) throws {
        try writeInput()
        let ending = try shell("ulimit -f 600; \(run) \(strategy)")
        #expect(ending.status == 74)
        #expect(ending.output.isEmpty)
        #expect(ending.message.hasPrefix("membudget-worker: cannot write database '"))
        #expect(ending.message.filter { $0 == "\n" }.count == 1)
        #expect(ending.message.utf8.count < 400)
        #expect(try left() == ["input.csv"])
    }

    /// Returns the names that a run left behind, except those of this test.
    private func left() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
            .filter { $0 != "message" && $0 != "output" }.sorted()
    }

    @Test("The next run removes a killed run's leftovers, which are never taken for the result")
    func killed() throws {
        try writeInput()
        let ending = try shell(
            """
            cd "$directory"; \(run) row-by-row & pid=$!
            while ! ls -d .out.db.part.*/data-wal >/dev/null 2>&1; do sleep 0.01; done
            kill -9 $pid; wait $pid
            """)
        #expect(ending.status == 137)
        #expect(try left().count == 2 && !left().contains("out.db"))
        #expect(try shell("\(run) streamed").status == 0)
        #expect(try left() == ["input.csv", "out.db"])
    }

    @Test("A successful run prints nothing, and its verification describes the result")
    func good() throws {
        try writeInput()
        let ending = try shell("\(run) streamed")
        #expect(ending.status == 0)
        #expect(ending.output.isEmpty && ending.message.isEmpty)
        let check = try shell(
            """
            "$worker" verify --pipeline csv-ingest --dataset-kind csv \
            --input "$directory/input.csv" --output "$directory/out.db"
            """)
        #expect(check.status == 0)
        #expect(check.output.hasPrefix("{\"rows\":40000,\"digest\":\""))
    }

    @Test("A missing input is reported with status 66, and output that can't be printed with 74")
    func failures() throws {
        #expect(try shell("\(run) streamed").status == 66)
        #expect(try shell("\"$worker\" describe > /dev/full").status == 74)
        #expect(try shell("\"$worker\"").status == 64)
    }

    @Test("A scan counts records and fields")
    func scan() throws {
        try writeInput()
        let ending = try shell("\"$worker\" scan --input \"$directory/input.csv\"")
        #expect(ending.output.hasPrefix("{\"records\":40001,\"fields\":80002,"))
    }
}
