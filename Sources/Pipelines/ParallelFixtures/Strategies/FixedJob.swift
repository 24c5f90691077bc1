import PipelineKit

/// The original job with some of its fixes: fetches teams in batches, flattens, validates, writes.
struct FixedJob {
    private let source: FixtureSource
    private let context: TrialContext
    private let store: FixtureStore
    private let fixes: Fixes

    /// The results of all batches, by team.
    private var batches: [[[ListedFixture]]] = []
    private var flat: [ListedFixture] = []
    private var validated: [ListedFixture] = []
    private var ids: Set<Int> = []

    init(
        _ source: FixtureSource, context: TrialContext, store: FixtureStore, fixes: Fixes
    ) {
        self.source = source
        self.context = context
        self.store = store
        self.fixes = fixes
    }

    private var fetchWidth: Int { fixes.contains(.lowerConcurrency) ? 2 : 3 }
    private var validationWidth: Int { fixes.contains(.lowerConcurrency) ? 3 : 5 }

    /// Runs the job, and returns the ids of the valid fixtures.
    mutating func run() async throws -> Set<Int> {
        let teams = try await source.teams()
        let size = BatchSize(
            isAdaptive: fixes.contains(.adaptiveBatch),
            budgetBytes: context.settings.integer("budget-mib") << 20)
        var rest = teams[...]
        context.progress.phase("fetch")
        while !rest.isEmpty {
            let batch = rest.prefix(size.current)
            rest = rest.dropFirst(batch.count)
            try await fetch(Array(batch))
        }
        try await finish()
        return ids
    }

    private mutating func fetch(_ teams: [Int]) async throws {
        var results: [[ListedFixture]] = []
        try await inWindow(
            teams, width: fetchWidth,
            transform: { [source, fixes] team in
                let fixtures = try await source.fixtures(of: team)
                return fixtures.enumerated().map { index, tree in
                    ListedFixture(
                        team: team, place: index + 1,
                        fixture: fixes.contains(.projectFields)
                            ? .projected(Fixture(tree)) : .whole(tree))
                }
            },
            each: { result in
                try await take(result)
                // A batch holds each of its results until the batch is done, unless fixed.
                if !fixes.contains(.streamResults) || !fixes.contains(.discardBatches) {
                    results.append(result)
                }
            })
        keep(results)
    }

    /// Uses a team's result while others of its batch are still arriving.
    private mutating func take(_ result: [ListedFixture]) async throws {
        if fixes.contains(.streamResults) {
            ids.formUnion(try store.write(listed: try await validated(result)))
        } else if fixes.contains(.validateIncrementally) {
            validated += try await validated(result)
        }
    }

    /// Keeps a batch's results for later.
    private mutating func keep(_ results: [[ListedFixture]]) {
        guard !fixes.contains(.streamResults) else { return }
        if !fixes.contains(.discardBatches) {
            batches.append(results)
        } else if !fixes.contains(.validateIncrementally) {
            for result in results { flat += result }
        }
    }

    /// Flattens, validates and writes the collected results.
    private mutating func finish() async throws {
        guard !fixes.contains(.streamResults) else { return }
        if !fixes.contains(.validateIncrementally) {
            context.progress.phase("validate")
            for batch in batches {
                for result in batch { flat += result }
            }
            if fixes.contains(.clearIntermediates) { batches = [] }
            validated = try await validated(flat)
            if fixes.contains(.clearIntermediates) { flat = [] }
        } else if fixes.contains(.clearIntermediates) {
            batches = []
        }
        context.progress.phase("write")
        ids = try store.write(listed: validated)
    }

    private func validated(_ fixtures: [ListedFixture]) async throws -> [ListedFixture] {
        // With fix 4, lists come one at a time and are validated one at a time.
        guard !fixes.contains(.validateIncrementally) else { return fixtures.map(\.validated) }
        var validated: [ListedFixture] = []
        try await inWindow(
            fixtures, width: validationWidth, transform: { $0.validated },
            each: { validated.append($0) })
        return validated
    }
}
