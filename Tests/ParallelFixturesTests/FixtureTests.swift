import HTTPClient
import HTTPSource
import StreamedJSON
import Testing

@testable import ParallelFixtures

@Suite("Fixtures")
struct FixtureTests {
    private static let teams = TeamFixtures(seed: 42, teamCount: 64, fixtureCount: 20)

    private func read(_ body: [UInt8], chunkByteCount: Int) throws -> [Fixture] {
        var tokenizer = JSONTokenizer()
        var reader = FixtureReader()
        for start in stride(from: 0, to: body.count, by: chunkByteCount) {
            try Array(body[start...].prefix(chunkByteCount)).withUnsafeBytes {
                try tokenizer.feed($0, to: &reader)
            }
        }
        try tokenizer.finish(&reader)
        #expect(reader.hasList)
        return reader.take()
    }

    @Test("Reading the needed fields and projecting a tree agree", arguments: [7, 4096, 1 << 20])
    func agree(chunkByteCount: Int) throws {
        for team in 1...8 {
            let body = Self.teams.fixturesJSON(team: team)
            let tree = try JSONTree(body)
            let projected = try #require(tree["fixtures"]?.elements).map { Fixture($0) }
            let fixtures = try read(body, chunkByteCount: chunkByteCount)
            #expect(fixtures == projected && fixtures.count == 20)
        }
    }

    private func teams(_ text: String) throws -> [Int] {
        var tokenizer = JSONTokenizer()
        var reader = TeamsReader()
        try Array(text.utf8).withUnsafeBytes { try tokenizer.feed($0, to: &reader) }
        try tokenizer.finish(&reader)
        try reader.check()
        return reader.teams
    }

    @Test("A text without a list of teams is rejected, not taken for an empty list")
    func teamsMissing() throws {
        let text = #"{"teams":[{"id":1,"x":[{"id":9}]},{"id":2}],"other":[{"id":3}]}"#
        #expect(try teams(text) == [1, 2])
        #expect(try teams(#"{"teams":[]}"#).isEmpty)
        for text in [#"{"error":"x"}"#, #"{"teams":null}"#, #"{"x":{"teams":[{"id":1}]}}"#] {
            #expect(throws: MalformedBody.self) { try teams(text) }
        }
    }

    @Test("Exactly the fixtures with a defect are invalid")
    func defects() throws {
        for team in 1...64 {
            let fixtures = try read(
                Self.teams.fixturesJSON(team: team), chunkByteCount: 1 << 20)
            for (index, fixture) in fixtures.enumerated() {
                let record = Self.teams.fixture(team: team, index: index)
                #expect((fixture.problem == nil) == (record.defect == nil))
            }
        }
    }

    @Test("Extra data with the names of needed fields is skipped")
    func ballast() throws {
        let body = """
            {"id": 5, "home": {"id": 6}, "fixtures": [{"id": 1, "events": [{"id": 2, "home":
            {"id": 3, "name": "x"}}], "status": "FT", "home": {"id": 4, "more": {"id": 9}}}]}
            """
        let fixture = try #require(read(Array(body.utf8), chunkByteCount: 1000).first)
        #expect(fixture.id == 1 && fixture.homeID == 4 && fixture.homeName == nil)
        #expect(fixture.status == "FT")
    }

    @Test("A missing list is noticed", arguments: ["{}", "[]", #"{"fixtures":{}}"#])
    func missing(body: String) throws {
        var tokenizer = JSONTokenizer()
        var reader = FixtureReader()
        try Array(body.utf8).withUnsafeBytes { try tokenizer.feed($0, to: &reader) }
        try tokenizer.finish(&reader)
        #expect(!reader.hasList)
    }
}
