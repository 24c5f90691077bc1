import HTTPClient
import PipelineKit
import StreamedJSON

/// The HTTP source of teams and their fixtures.
struct FixtureSource: Sendable {
    let fetcher: Fetcher

    /// Returns the URL path of a team's list.
    static func path(of team: Int) -> String { "/teams/\(team)/fixtures" }

    /// Fetches the numbers of all teams.
    func teams() async throws -> [Int] {
        let body = JSONBody(TeamsReader())
        try await fetcher.fetch("/teams", into: body)
        return body.receiver.teams
    }

    /// Fetches all fixtures of a team, with all their fields.
    func fixtures(of team: Int) async throws -> [JSONTree] {
        let body = TreeBody()
        try await fetcher.fetch(Self.path(of: team), into: body)
        guard let fixtures = body.tree["fixtures"]?.elements else {
            throw HTTPFailure(
                .malformedBody("the list of fixtures is missing"), path: Self.path(of: team))
        }
        return fixtures
    }
}
