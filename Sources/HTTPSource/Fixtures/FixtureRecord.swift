package import MemoryBudget

/// The fields of a fixture that a job keeps; the rest of its JSON is ballast, as with real sources.
package struct FixtureRecord: Hashable, Sendable {
    /// Unique over all teams, from 1; two teams may list the same fixture.
    package var id: Int
    /// `2026-03-14T18:30:00Z`.
    package var kickoff: String
    /// The competition's name.
    package var league: String
    /// One of ``statuses``.
    package var status: String
    /// The home team's number, from 1.
    package var homeID: Int
    /// The home team's name.
    package var homeName: String
    /// The other team's number, from 1.
    package var awayID: Int
    /// The other team's name.
    package var awayName: String
    /// Goals of the home team; nil before the match.
    package var homeGoals: Int?
    /// Goals of the other team; nil before the match.
    package var awayGoals: Int?
    /// The way in which it is invalid; nil for a valid one.
    package var defect: Defect?

    /// The states of a match: not started, finished, postponed.
    package static let statuses = ["NS", "FT", "PST"]

    /// The ways in which a source's fixture can be invalid.
    package enum Defect: CaseIterable, Sendable {
        /// It has no time.
        case missingKickoff
        /// A team scored less than nothing.
        case negativeGoals
        /// A team plays itself.
        case sameTeams
        /// Its status is none of the known ones.
        case unknownStatus
    }

    /// The digest's row: ten fields, NULL for missing goals.
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
