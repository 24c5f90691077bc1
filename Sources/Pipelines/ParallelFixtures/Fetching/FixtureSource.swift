import HTTPClient
import PipelineKit
import StreamedJSON

/// The source's teams and fixtures.
struct FixtureSource: Sendable {
    let fetcher: Fetcher

    /// The path of a team's list.
    static func path(of team: Int) -> String { "/teams/\(team)/fixtures" }

    /// The numbers of all teams.
    func teams() async throws -> [Int] {
        let body = JSONBody(TeamsReader())
        try await fetcher.fetch("/teams", into: body)
        return body.receiver.teams
    }

    /// Everything the source has of a team's fixtures.
    func fixtures(of team: Int) async throws -> [JSONTree] {
        let body = TreeBody()
        try await fetcher.fetch(Self.path(of: team), into: body)
        guard let fixtures = body.tree["fixtures"]?.elements else {
            throw HTTPFailure(
                .malformedBody("a list of fixtures is missing"), path: Self.path(of: team))
        }
        return fixtures
    }
}
