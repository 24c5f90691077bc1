import Foundation
import MemoryBudget
import Testing

@testable import HTTPSource

@Suite("Teams and their fixtures")
struct FixtureTests {
    private let teams = TeamFixtures(seed: 42, teamCount: 64, fixtureCount: 20)

    private func list(_ teams: TeamFixtures, team: Int) throws -> [[String: Any]] {
        let body = try JSONSerialization.jsonObject(with: Data(teams.fixturesJSON(team: team)))
        let members = try #require(body as? [String: Any])
        #expect(members["team"] as? Int == team)
        return try #require(members["fixtures"] as? [[String: Any]])
    }

    @Test("The same seed gives the same bytes, another seed others")
    func seeds() {
        let again = TeamFixtures(seed: 42, teamCount: 64, fixtureCount: 20)
        let other = TeamFixtures(seed: 43, teamCount: 64, fixtureCount: 20)
        #expect(teams.fixturesJSON(team: 7) == again.fixturesJSON(team: 7))
        #expect(teams.fixturesJSON(team: 7) != other.fixturesJSON(team: 7))
        #expect(teams.teamsJSON() == again.teamsJSON())
    }

    @Test("A fixture has 5 to 10 KB of JSON, as Foundation reads it")
    func sizes() throws {
        for team in 1...8 {
            let total = teams.fixturesJSON(team: team).count
            #expect(total > 20 * (5 << 10) && total < 20 * (10 << 10))
            for fixture in try list(teams, team: team) {
                let data = try JSONSerialization.data(
                    withJSONObject: fixture, options: .withoutEscapingSlashes)
                #expect((5 << 10)...(10 << 10) ~= data.count)
            }
        }
    }

    @Test("The JSON has the record's values, and the defects match their names")
    func content() throws {
        var defects: Set<String> = []
        for team in 1...64 {
            for (index, json) in try list(teams, team: team).enumerated() {
                let record = teams.fixture(team: team, index: index)
                let home = try #require(json["home"] as? [String: Any])
                let away = try #require(json["away"] as? [String: Any])
                let goals = try #require(json["goals"] as? [String: Any])
                #expect(json["id"] as? Int == record.id)
                #expect(home["name"] as? String == record.homeName)
                if let defect = record.defect { defects.insert("\(defect)") }
                #expect((json["kickoff"] == nil) == (record.defect == .missingKickoff))
                #expect((goals["home"] as? Int == -1) == (record.defect == .negativeGoals))
                let isSame = home["id"] as? Int == away["id"] as? Int
                #expect(isSame == (record.defect == .sameTeams))
                let status = try #require(json["status"] as? String)
                let isUnknown = !FixtureRecord.statuses.contains(status)
                #expect(isUnknown == (record.defect == .unknownStatus))
            }
        }
        #expect(defects.count == FixtureRecord.Defect.allCases.count)
    }

    @Test("The last two fixtures of a team are the first two of the next, and valid")
    func shared() {
        for team in 1..<64 {
            for index in 0..<2 {
                let first = teams.fixture(team: team + 1, index: index)
                #expect(teams.fixture(team: team, index: 18 + index) == first)
                #expect(first.defect == nil)
            }
        }
        var ids: Set<Int> = []
        for team in 1...64 {
            for index in 0..<20 { ids.insert(teams.fixture(team: team, index: index).id) }
        }
        #expect(ids.count == 64 * 20 - 63 * 2)
    }

    @Test("A record's hash is that of its fields, where goals may be missing")
    func digest() {
        var record = teams.fixture(team: 1, index: 0)
        record.homeGoals = nil
        var row = RowHash()
        record.awayGoals = 2
        row.addField(integer: Int64(record.id))
        for text in [record.kickoff, record.league, record.status] { row.addField(text) }
        row.addField(integer: Int64(record.homeID))
        row.addField(record.homeName)
        row.addField(integer: Int64(record.awayID))
        row.addField(record.awayName)
        row.addNull()
        row.addField(integer: 2)
        var expected = RowDigest()
        expected.add(row)
        var digest = RowDigest()
        digest.add(record.hash)
        #expect(digest == expected)
    }
}
