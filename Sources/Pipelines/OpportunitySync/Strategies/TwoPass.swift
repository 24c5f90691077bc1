import PipelineKit

/// The original's successor: one pass collects the ids, a second fetches and writes page by page.
///
/// Stored rows whose ids were not collected are deleted.
struct TwoPass<IDs: SeenIDs>: SyncStrategy {
    let name: String
    let about: String
    let nominalUnitsPerSecond: Double? = 16_000

    func sync(_ run: SyncRun) async throws -> SyncCompleteness {
        run.progress.phase("ids")
        let source = run.source
        let pass = run.sequentialPass { try await source.page(at: $0) }
        var ids = IDs()
        var first = try run.newCheck()
        let firstEnding = try await pass.run(from: run.settings.firstPage, check: &first) {
            page, check in
            check.take(page.facts(adding: &ids))
        }
        guard firstEnding == .ended else { return run.stopped }
        run.progress.phase("upsert")
        try run.store.begin(generation: nil)
        var second = try run.newCheck()
        let secondEnding = try await pass.run(from: run.settings.firstPage, check: &second) {
            page, check in
            let counts = try run.store.write(page)
            try run.note(page, counts: counts)
            check.take(page.facts(newCount: counts.new, repeatedCount: counts.repeated))
            if check.list != first.list || !page.isSeen(in: ids) { check.doubt(.differentPasses) }
            // If the first pass ended early, the second gets no further.
            if check.pageCount >= first.pageCount, !check.isEnded { check.end(.differentPasses) }
        }
        guard secondEnding == .ended else { return run.stopped }
        guard case .complete = first.completeness else { return first.completeness }
        return try run.sweep(second.completeness, keeping: ids)
    }
}
