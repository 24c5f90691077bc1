import PipelineKit

/// A strategy with one task per team, all started at once, whose results are kept until the last.
struct WaitForAll: FixtureStrategy {
    let name = "wait-for-all"
    let about = "one task per team, all started at once; results wait for the last one"
    let nominalUnitsPerSecond: Double? = 200
    let nominalBytesPerUnit: Double? = 780_000

    func fetch(
        _ source: FixtureSource, context: TrialContext, into store: FixtureStore
    ) async throws -> Set<Int> {
        context.progress.phase("fetch")
        let teams = try await source.teams()
        let lists = try await withThrowingTaskGroup(of: [ListedFixture].self) { group in
            for team in teams {
                group.addTask {
                    try await source.fixtures(of: team).enumerated().map { index, tree in
                        ListedFixture(team: team, place: index + 1, fixture: .whole(tree))
                    }
                }
            }
            var lists: [[ListedFixture]] = []
            for try await list in group { lists.append(list) }
            return lists
        }
        context.progress.phase("validate")
        let validated = lists.flatMap(\.self).map(\.validated)
        context.progress.phase("write")
        return try store.write(listed: validated)
    }
}
