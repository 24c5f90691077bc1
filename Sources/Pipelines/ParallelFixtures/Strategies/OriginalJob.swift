import PipelineKit

/// The original job, with none of its fixes or with some.
struct OriginalJob: FixtureStrategy {
    let name: String
    let about: String
    let nominalUnitsPerSecond: Double? = 140
    /// Which of them; nil takes those that the setting names.
    let fixes: Fixes?

    /// The original, each fix alone, and any of them together.
    static let all = [
        OriginalJob(
            name: "accumulate", about: "the original: batches of ten teams, everything kept",
            fixes: []),
        OriginalJob(
            name: "stream-results", about: "fix 1: each result goes to the writer as it comes",
            fixes: .streamResults),
        OriginalJob(
            name: "project-fields", about: "fix 2: only the needed fields are kept",
            fixes: .projectFields),
        OriginalJob(
            name: "discard-batches", about: "fix 3: a batch is dropped as soon as it was used",
            fixes: .discardBatches),
        OriginalJob(
            name: "validate-incrementally", about: "fix 4: fixtures are validated as they come",
            fixes: .validateIncrementally),
        OriginalJob(
            name: "lower-concurrency", about: "fix 5: two requests and three validations at a time",
            fixes: .lowerConcurrency),
        OriginalJob(
            name: "clear-intermediates", about: "fix 6: lists are cleared once they were used",
            fixes: .clearIntermediates),
        OriginalJob(
            name: "adaptive-batch", about: "fix 7: smaller batches while much memory is resident",
            fixes: .adaptiveBatch),
        OriginalJob(
            name: "fixes", about: "the fixes that the setting 'fixes' names", fixes: nil),
        OriginalJob(name: "all-fixes", about: "all seven fixes", fixes: .all),
    ]

    /// Without the fixes that stop it from keeping all fixtures, it holds every one.
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
