import Foundation
import Harness
import Judging
import MemoryBudget
import Reports
import RunStore
import TestSupport
import Testing

@testable import Bench

@Suite("Sharded runs")
struct ShardTests {
    @Test("Shards together measure every trial once, and join to the whole run")
    func shards() async throws {
        let place = try Workplace()
        let names = ["1", "2", "3"]
        for index in 1...3 {
            _ = try await place.run(into: names[index - 1]) {
                $0.shard = Shard(index: index, count: 3)
            }
        }
        let merge = try RunMerge(
            of: names.map(place.path), commandLine: ["membudget"], describe: \.sentence)
        let joined = try merge.write(to: place.path("joined"), wording: \.worded)
        let whole = try Workplace()
        let uncut = try await whole.run()
        #expect(joined.outline == uncut.record.outline)
        #expect(Set(try place.journal(of: "joined")) == Set(try whole.journal()))
    }

    @Test("The raw values of one run, split and merged, give the same report")
    func sameReport() async throws {
        let text = Workplace.scenario.replacing(
            "[10, 100, 1000]", with: "[50, 100, 200, 400, 800]")
        let place = try Workplace(text) { planned in
            var trial = try Workplace.law(planned)
            trial.rejectedRows = planned.cell.strategy == "load-all" ? [] : [7, 9]
            return trial
        }
        let record = try await place.run().record
        try split(place, second: "streamed")
        let merge = try RunMerge(
            of: ["a", "b"].map(place.path), commandLine: ["membudget"], describe: \.sentence)
        let joined = try merge.write(to: place.path("joined"), wording: \.worded)
        #expect(TerminalReport().text(of: joined) == TerminalReport().text(of: record))
        let growth = record.scenarios.first?.strategies.map(\.growth) ?? []
        #expect(growth.count == 4 && growth.allSatisfy { $0 != nil })
        #expect(record.cell("streamed")?.rejected.map(\.line) == [7, 9])
        try expectSame(place.text("run/run.json"), place.text("joined/run.json"))
    }

    /// Checks that two records differ only in their origin.
    private func expectSame(_ record: String, _ other: String) throws {
        let own = ["command_line", "started_at", "finished_at", "shards"]
        let (before, after) = try (object(record), object(other))
        #expect(Set(before.keys) == Set(after.keys))
        for key in before.keys where !own.contains(key) {
            let (one, other) = (before[key] as? NSObject, after[key] as? NSObject)
            #expect(one == other, "\(key)")
        }
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Creates the folders `a` and `b` from `run`, without using the tested code.
    private func split(_ place: Workplace, second strategy: String) throws {
        let files = FileManager.default
        let lines = try place.text("run/trials.jsonl").split(separator: "\n")
        let names = try lines.map { try object(String($0))["strategy"] as? String }
        for (index, folder) in ["a", "b"].enumerated() {
            let isMine = { (name: String?) in (name == strategy) == (index == 1) }
            try files.copyItem(atPath: place.path("run"), toPath: place.path(folder))
            for kept in ["series", "rejected"] {
                for name in place.names(in: "\(folder)/\(kept)")
                where !isMine(name.contains(".\(strategy).") ? strategy : nil) {
                    try files.removeItem(atPath: place.path("\(folder)/\(kept)/\(name)"))
                }
            }
            let mine = zip(lines, names).filter { isMine($1) }.map { $0.0 + "\n" }
            try place.directory.write(mine.joined(), to: "\(folder)/trials.jsonl")
            var record = try object(place.text("run/run.json"))
            var plan = try #require(record["plan"] as? [String: Any])
            plan["shard"] = ["index": index + 1, "count": 2]
            record["plan"] = plan
            var scenarios = try #require(record["scenarios"] as? [[String: Any]])
            let cells = try #require(scenarios[0]["cells"] as? [[String: Any]])
            scenarios[0]["cells"] = cells.filter { isMine($0["strategy"] as? String) }
            record["scenarios"] = scenarios
            try JSONSerialization.data(withJSONObject: record).write(
                to: URL(fileURLWithPath: place.path("\(folder)/run.json")))
        }
    }

    @Test("A shard whose strategies can't run is still a run, and is joined")
    func unavailable() async throws {
        let place = try Workplace(Workplace.scenario(of: "streamed", "absent"))
        for (index, status) in [(1, MemoryBudget.ExitStatus.success), (2, .unavailable)] {
            let part = try await place.run(into: "\(index)") {
                $0.shard = Shard(index: index, count: 2)
            }
            #expect(MeasuredStatus(part.record).exitStatus == status)
        }
        let merge = try RunMerge(
            of: ["1", "2"].map(place.path), commandLine: ["membudget"], describe: \.sentence)
        let joined = try merge.write(to: place.path("joined"), wording: \.worded)
        #expect(MeasuredStatus(joined).exitStatus == .unavailable)
        #expect(Set(joined.cells.map(\.strategy)) == ["streamed"])
        #expect(joined.scenarios.first?.unavailable.map(\.strategy) == ["absent"])
    }
}
