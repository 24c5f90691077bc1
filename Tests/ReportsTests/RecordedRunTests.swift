import Foundation
import Reports
import RunStore
import Testing

/// Runs recorded by an earlier build, each with the Markdown report of that time.
///
/// `bench` has cells within and over budget, unbudgeted trials, verified break points, rejected
/// rows.
/// `gate` has a base, wrong results, a crash and a strategy that can't run.
/// The ends of the break points are those of today's fit.
@Suite("Runs recorded by an earlier build")
struct RecordedRunTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("RecordedRuns")

    private let json = "run.json"
    private let journal = "trials.jsonl"

    private func text(_ name: String, of run: String) throws -> String {
        try String(contentsOf: path(name, of: run), encoding: .utf8)
    }

    private func path(_ name: String, of run: String) -> URL {
        Self.folder.appendingPathComponent(run).appendingPathComponent(name)
    }

    private func directory(of run: String) throws -> RunDirectory {
        try RunDirectory(reading: Self.folder.appendingPathComponent(run).path)
    }

    /// Returns the lines of a text without the separators between keys of an object.
    private func lines(_ text: String, separator: Character = "\n") -> [String] {
        text.split(separator: separator).map { line in
            line.trimmingCharacters(in: CharacterSet(charactersIn: "{}, \n"))
        }
    }

    /// Checks that no line is lost or changed, and returns the new lines.
    private func additions(to old: [String], in new: [String], _ run: String) -> [String] {
        let difference = new.difference(from: old)
        #expect(difference.removals.isEmpty, "\(run): \(difference)")
        return difference.insertions.compactMap { change in
            if case .insert(_, let line, _) = change { line } else { nil }
        }
    }

    @Test(
        "The record is read and written again as the same JSON, with null for missing keys",
        arguments: ["bench", "gate"])
    func record(run: String) throws {
        let record = try directory(of: run).record()
        let written = String(decoding: try record.json(), as: UTF8.self)
        let new = additions(to: lines(try text(json, of: run)), in: lines(written), run)
        #expect(new.filter { !$0.hasSuffix(": null") } == [])
    }

    @Test("Every line of the journal is read and written again", arguments: ["bench", "gate"])
    func trials(run: String) throws {
        let trials = try directory(of: run).observations()
        let written = try trials.map { String(decoding: try $0.jsonLine(), as: UTF8.self) }
        let old = try text(journal, of: run).split(separator: "\n").map(String.init)
        #expect(old.count == written.count && !old.isEmpty)
        for (old, written) in zip(old, written) {
            let new = additions(
                to: lines(old, separator: ","), in: lines(written, separator: ","), run)
            #expect(new.filter { !$0.hasSuffix(":null") } == [])
        }
    }

    @Test("The trials give the same figures and verdicts again", arguments: ["bench", "gate"])
    func assembled(run: String) throws {
        let directory = try directory(of: run)
        let record = try directory.assembled(directory.record()).worded
        let written = String(decoding: try record.json(), as: UTF8.self)
        // The sentence of a doubt is written again, in the words of this build.
        let old = lines(try text(json, of: run)).filter {
            !$0.contains("growth is gated from 5 scales")
        }
        _ = additions(to: old, in: lines(written), run)
    }

    @Test("The Markdown report equals the recorded one", arguments: ["bench", "gate"])
    func report(run: String) throws {
        let report = MarkdownReport().text(of: try directory(of: run).record())
        if ProcessInfo.processInfo.environment["MEMBUDGET_UPDATE_GOLDEN"] != nil {
            try report.write(to: path("report.md", of: run), atomically: true, encoding: .utf8)
        }
        let expected = try text("report.md", of: run)
        #expect(report == expected, "\(Golden.difference(report, expected))")
    }
}
