import MemoryBudget
import Testing

@Suite("Shards of a run")
struct ShardTests {
    @Test("A shard's description parses back", arguments: ["1/1", "2/3", "16/16"])
    func roundTrip(text: String) throws {
        #expect(try Shard(parsing: text).description == text)
    }

    @Test(
        "An invalid shard is refused",
        arguments: ["", "1", "0/3", "4/3", "-1/3", "1/0", "1/-2", "a/b", "1/2/3", "1/", "1/99999"])
    func refused(text: String) {
        #expect(throws: QuantityError.self) { try Shard(parsing: text) }
    }

    @Test("Every variant belongs to exactly one shard, and shard sizes differ by at most one")
    func dealing() throws {
        for count in 1...7 {
            let shards = (1...count).compactMap { Shard(index: $0, count: count) }
            #expect(shards.count == count)
            let loads = shards.map { shard in (0..<20).count { shard.measures($0) } }
            #expect(loads.reduce(0, +) == 20)
            #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 1)
            for position in 0..<20 {
                #expect(shards.count { $0.measures(position) } == 1)
            }
        }
    }
}

@Suite("Quoting of words for a shell")
struct ShellWordsTests {
    @Test("Only words that a shell would change are quoted")
    func quoting() {
        #expect(
            shellWords(["membudget", "bench", "--run-dir", "a b", "it's", "", "$HOME", "x=1"])
                == #"membudget bench --run-dir 'a b' 'it'\''s' '' '$HOME' x=1"#)
    }
}
