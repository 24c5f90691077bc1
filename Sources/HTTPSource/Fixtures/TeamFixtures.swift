/// Teams and their fixtures: a pure function of the seed and the number of teams.
///
/// ```swift
/// let teams = TeamFixtures(seed: 42, teamCount: 64, fixtureCount: 20)
/// let fixture = teams.fixture(team: 7, index: 0)
/// ```
package struct TeamFixtures: Sendable {
    /// The seed of the content.
    package let seed: UInt64
    /// The number of teams, which are numbered from 1.
    package let teamCount: Int
    /// The number of fixtures per team.
    package let fixtureCount: Int

    /// The distance between the first ids of two successive teams.
    private static let idsPerTeam = 1000
    /// The number of fixtures that a team shares with the next, as each match has two teams: the
    /// last ones of one list and the first ones of the next.
    private static let sharedCount = 2
    /// One fixture in this many is invalid.
    private static let defectInterval = 64

    /// Creates the content; at most 1,000 fixtures per team.
    package init(seed: UInt64, teamCount: Int, fixtureCount: Int) {
        precondition(fixtureCount <= Self.idsPerTeam, "a team has ids for 1,000 fixtures")
        self.seed = seed
        self.teamCount = teamCount
        self.fixtureCount = fixtureCount
    }

    /// Returns a team's name.
    package func teamName(_ team: Int) -> String {
        var random = KeyedRandom(seed: seed, keys: 1, UInt64(team))
        let place = random.choice(of: FixtureWords.places)
        return "\(place) \(random.choice(of: FixtureWords.clubs)) \(team)"
    }

    /// Returns whether a fixture of a team's list is also in the next team's list.
    package func isShared(team: Int, index: Int) -> Bool {
        fixtureCount > 2 * Self.sharedCount && team < teamCount
            && index >= fixtureCount - Self.sharedCount
    }

    /// Returns a fixture of a team's list, by its position from 0.
    package func fixture(team: Int, index: Int) -> FixtureRecord {
        guard isShared(team: team, index: index) else { return own(team: team, index: index) }
        return own(team: team + 1, index: index - (fixtureCount - Self.sharedCount))
    }

    private func own(team: Int, index: Int) -> FixtureRecord {
        var random = KeyedRandom(seed: seed, keys: 2, UInt64(team), UInt64(index))
        let isHome = random.next(below: 2) == 0
        let other = opponent(of: team, random: &random)
        let status = random.choice(of: FixtureRecord.statuses)
        let isPlayed = status == "FT"
        let (home, away) = isHome ? (team, other) : (other, team)
        return FixtureRecord(
            id: team * Self.idsPerTeam + index, kickoff: FixtureWords.kickoff(&random),
            league: random.choice(of: FixtureWords.leagues), status: status, homeID: home,
            homeName: teamName(home), awayID: away, awayName: teamName(away),
            homeGoals: isPlayed ? random.next(below: 6) : nil,
            awayGoals: isPlayed ? random.next(below: 6) : nil,
            defect: defect(index: index, random: &random))
    }

    /// Returns another team, which need not be in the list, as in real sources.
    private func opponent(of team: Int, random: inout KeyedRandom) -> Int {
        let other = random.next(below: max(teamCount, 2)) + 1
        return other == team ? team + 1 : other
    }

    /// Returns the defect of a fixture; none for shared ones, so that each defect is listed once.
    private func defect(index: Int, random: inout KeyedRandom) -> FixtureRecord.Defect? {
        guard index >= Self.sharedCount, random.next(below: Self.defectInterval) == 0 else {
            return nil
        }
        return random.choice(of: FixtureRecord.Defect.allCases)
    }
}
