import PipelineKit

/// The original job, with none, some or all of its fixes.
struct OriginalJob: FixtureStrategy {
    let name: String
    let about: String
    let nominalUnitsPerSecond: Double? = 140
    /// The fixes; `nil` for those that the setting names.
    let fixes: Fixes?

    /// The original job, then each fix alone, the setting's fixes, and all.
    static let all = [
        OriginalJob(
            name: "accumulate", about: "the original: batches of ten teams, everything kept",
            fixes: []),
        OriginalJob(
            name: "stream-results", about: "fix 1: each result is written as it arrives",
            fixes: .streamResults),
        OriginalJob(
            name: "project-fields", about: "fix 2: only the needed fields are kept",
            fixes: .projectFields),
        OriginalJob(
            name: "discard-batches", about: "fix 3: a batch is dropped after use",
            fixes: .discardBatches),
        OriginalJob(
            name: "validate-incrementally", about: "fix 4: fixtures are validated as they arrive",
            fixes: .validateIncrementally),
        OriginalJob(
            name: "lower-concurrency", about: "fix 5: two requests and three validations at a time",
            fixes: .lowerConcurrency),
        OriginalJob(
            name: "clear-intermediates", about: "fix 6: lists are cleared after use",
            fixes: .clearIntermediates),
        OriginalJob(
            name: "adaptive-batch", about: "fix 7: smaller batches while much memory is resident",
            fixes: .adaptiveBatch),
        OriginalJob(
            name: "fixes", about: "the fixes that setting 'fixes' lists", fixes: nil),
        OriginalJob(name: "all-fixes", about: "all seven fixes", fixes: .all),
    ]

    /// The bytes per team, unless fix 1 or 2 keeps the job from holding every fixture.
    var nominalBytesPerUnit: Double? {
        guard let fixes, fixes.isDisjoint(with: [.streamResults, .projectFields]) else {
            return nil
        }
        return 780_000
    }

    func fetch(
        _ source: FixtureSource, context: TrialContext, into store: FixtureStore
    ) async throws -> Set<Int> {
        let fixes = fixes ?? Fixes(numbers: context.settings.integers("fixes"))
        var job = FixedJob(source, context: context, store: store, fixes: fixes)
        return try await job.run()
    }
}
