import Dashboard
import Foundation
import MemoryBudget
import RunStore
import TestSupport

/// A recorded run, in its own folder.
struct RecordedRun {
    let folder: TemporaryDirectory
    let directory: RunDirectory
    let record: RunRecord
    let trials: [Observation]

    /// Copies the committed run.
    ///
    /// - Parameters:
    ///   - isFinished: Whether the record has its results; otherwise it is as before the first
    ///     trial.
    ///   - count: The number of trials in the journal; `nil` for all.
    init(isFinished: Bool = true, trials count: Int? = nil) throws {
        let source = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../RecordedRuns/bench").standardized.path
        folder = try TemporaryDirectory()
        let journal = try String(contentsOfFile: source + "/trials.jsonl", encoding: .utf8)
        let lines = journal.split(separator: "\n").prefix(count ?? .max)
        try folder.write(lines.map { $0 + "\n" }.joined(), to: "trials.jsonl")
        var record = try RunDirectory(reading: source).record()
        let whole = record
        if !isFinished {
            record.finishedAt = nil
            for index in record.scenarios.indices {
                record.scenarios[index] = record.scenarios[index].assembled(from: [])
            }
        }
        directory = try RunDirectory(reading: folder.path)
        try directory.write(record)
        trials = try RunDirectory(reading: source).observations()
        self.record = isFinished ? record : whole
    }

    /// Writes a few samples for a trial.
    func writeSeries(of trial: Observation) throws {
        var series = Series()
        for step in 0..<1000 {
            series.append(
                Sample(
                    timeNanoseconds: step * 1_000_000, rssBytes: 1_000_000 + step * 1000,
                    anonymousBytes: 0, fileBytes: 0))
        }
        try FileManager.default.createDirectory(
            atPath: folder.path("series"), withIntermediateDirectories: true)
        try directory.write(series, of: trial)
    }

    /// Adds a trial to the journal.
    func append(_ trial: Observation) throws {
        let path = folder.path("trials.jsonl")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try (before + Data(trial.jsonLine())).write(to: URL(fileURLWithPath: path))
    }
}

extension Dashboard {
    /// Serves the page while `body` runs.
    func serving<Value: Sendable>(
        _ body: @escaping @Sendable (_ port: Int) async throws -> Value
    ) async throws -> Value {
        let server = DashboardServer(self)
        return try await withRunningServer { onListening, stop in
            try await server.run(
                onListening: { url in
                    await onListening(URL(string: url)?.port ?? 0)
                }, stop: stop)
        } work: { port, _ in
            try await body(port)
        }
    }
}

extension Browser {
    /// The findings of the browser script about a live page.
    struct Findings: Decodable {
        struct View: Decodable {
            var theme: String
            var width: Int
            var scroll_width: Int
            var reading: Browser.Reading
        }

        /// The figures of a row, from the page's data attributes.
        struct Row: Decodable, Equatable {
            var variant: String
            var scale: Int
            var verdict: String?
            var peak: Double?
            var at_least: Double?
            var budget: Int?
            var floor: Double?
            var need: Int?
            var speed: Double?
            var wall: Double?
            var text: String
        }

        var title: String
        var status: String
        var views: [View]
        var rows: [Row]
        /// The elements that the tab key reaches, in order, and whether their focus is visible.
        var stops: [Stop]
        var landmarks: [String]
        var headings: [String]
        var points: [[Int]]
        /// The number of lines in the chart.
        var lines: Int
        var connections: Int
        var scripts: Int
        var console: [String]
        var network: [String]

        struct Stop: Decodable {
            var name: String
            var is_seen: Bool
        }
    }

    /// Opens a page, and returns the findings about it.
    static func open(port: Int, _ options: [String] = []) async throws -> Findings {
        try await findings(of: "browse-live.py", ["http://127.0.0.1:\(port)/"] + options)
    }
}
