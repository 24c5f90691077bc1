import PipelineKit
import StreamedJSON

/// The fields of a fixture that are kept; `nil` where the source has no value or one of another
/// type.
struct Fixture: Hashable, Sendable {
    var id: Int?
    var kickoff: String?
    var league: String?
    var status: String?
    var homeID: Int?
    var homeName: String?
    var awayID: Int?
    var awayName: String?
    var homeGoals: Int?
    var awayGoals: Int?

    /// The statuses of a match: not started, finished, postponed.
    static let statuses: Set = ["NS", "FT", "PST"]
    static let goals = 0...99

    /// Creates a fixture without values.
    init() {}

    /// Creates a fixture from a complete one of the source.
    init(_ tree: JSONTree) {
        id = tree["id"]?.integer
        kickoff = tree["kickoff"]?.text
        league = tree["league"]?.text
        status = tree["status"]?.text
        homeID = tree["home"]?["id"]?.integer
        homeName = tree["home"]?["name"]?.text
        awayID = tree["away"]?["id"]?.integer
        awayName = tree["away"]?["name"]?.text
        homeGoals = tree["goals"]?["home"]?.integer
        awayGoals = tree["goals"]?["away"]?.integer
    }

    /// The reason that the fixture is invalid, in a few words; `nil` if it is valid.
    var problem: String? {
        guard let id, id > 0 else { return "it has no id" }
        guard let kickoff, isTimestamp(kickoff.utf8) else { return "it has no kick-off time" }
        guard league != nil else { return "it has no league" }
        guard let status, Self.statuses.contains(status) else { return "its status is unknown" }
        guard let homeID, let awayID, homeName != nil, awayName != nil else {
            return "a team is missing"
        }
        guard homeID != awayID else { return "a team plays itself" }
        for goals in [homeGoals, awayGoals].compactMap(\.self) where !Self.goals.contains(goals) {
            return "a team has \(goals) goals"
        }
        return nil
    }

    /// The approximate memory of the fixture, in bytes.
    var byteCount: Int {
        let texts = [kickoff, league, status, homeName, awayName]
        return texts.reduce(MemoryLayout<Fixture>.size) { $0 + ($1?.utf8.count ?? 0) + 32 }
    }
}
