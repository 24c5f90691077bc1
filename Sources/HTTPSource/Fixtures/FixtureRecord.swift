package import MemoryBudget

/// The fields of a fixture that a job keeps; the rest of its JSON is ballast, as in real sources.
package struct FixtureRecord: Hashable, Sendable {
    /// The id, unique over all teams, from 1; two teams may list the same fixture.
    package var id: Int
    /// The time, such as `2026-03-14T18:30:00Z`.
    package var kickoff: String
    /// The competition's name.
    package var league: String
    /// The status, one of ``statuses``.
    package var status: String
    /// The home team's number, from 1.
    package var homeID: Int
    /// The home team's name.
    package var homeName: String
    /// The away team's number, from 1.
    package var awayID: Int
    /// The away team's name.
    package var awayName: String
    /// The goals of the home team; `nil` before the match.
    package var homeGoals: Int?
    /// The goals of the away team; `nil` before the match.
    package var awayGoals: Int?
    /// The reason why it is invalid; `nil` for a valid fixture.
    package var defect: Defect?

    /// The statuses of a match: not started, finished, postponed.
    package static let statuses = ["NS", "FT", "PST"]

    /// The possible defects of a fixture.
    package enum Defect: CaseIterable, Sendable {
        /// The time is missing.
        case missingKickoff
        /// A team's goals are negative.
        case negativeGoals
        /// A team plays against itself.
        case sameTeams
        /// The status is unknown.
        case unknownStatus
    }

    /// The hash of the digest's row: ten fields, NULL for missing goals.
    package var hash: RowHash {
        var row = RowHash()
        row.addField(integer: Int64(id))
        for text in [kickoff, league, status] { row.addField(text) }
        row.addField(integer: Int64(homeID))
        row.addField(homeName)
        row.addField(integer: Int64(awayID))
        row.addField(awayName)
        for goals in [homeGoals, awayGoals] {
            if let goals { row.addField(integer: Int64(goals)) } else { row.addNull() }
        }
        return row
    }
}
