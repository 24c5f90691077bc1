import Files
import Glibc
import MemoryBudget
import Testing

@testable import RunStore

extension MergeTests {
    @Test("Only files of the journal's trials are joined, and no links")
    func strangers() throws {
        let paths = try [shard(1, of: 2, "a"), shard(2, of: 2, "b")]
        mkdir(paths[0] + "/rejected", 0o755)
        mkdir(paths[0] + "/profiles", 0o755)
        try #require(symlink("/proc/self/environ", paths[0] + "/rejected/environ") == 0)
        try #require(mkfifo(paths[0] + "/profiles/wait.json", 0o600) == 0)
        try scratch.write("much", to: "shard-1/rejected/much.jsonl")
        _ = try joined(paths).write(to: scratch.path + "/whole") { $0 }
        #expect(try scratch.names(in: "whole") == ["run.json", "series", "trials.jsonl"])
        try Directory.remove(scratch.path + "/whole")
        let name = SeriesFile.name(of: .sample("a"))
        unlink("\(paths[0])/series/\(name)")
        try #require(symlink("/proc/self/environ", "\(paths[0])/series/\(name)") == 0)
        #expect(refusal(.invalidScenario, paths[0], paths[1]).contains("this is a link"))
    }
}
