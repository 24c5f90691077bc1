import PipelineKit
import StreamedJSON

/// The original job: it keeps every page's complete objects in memory, then writes and sweeps.
///
/// Stored rows that are not among the objects are deleted.
struct FullObjects: SyncStrategy {
    let name = "full-objects"
    let about = "the original: all objects in memory, then look-ups, writes and a sweep"
    let nominalUnitsPerSecond: Double? = 25_000
    let nominalBytesPerUnit: Double? = 2_200

    func sync(_ run: SyncRun) async throws -> SyncCompleteness {
        run.progress.phase("fetch")
        var pages: [OpportunityPage] = []
        var ids: Set<IDString> = []
        var check = try run.newCheck()
        let source = run.source
        let pass = run.sequentialPass { try await source.objectPage(at: $0) }
        let ending = try await pass.run(from: run.settings.firstPage, check: &check) {
            page, check in
            check.take(page.facts(adding: &ids))
            pages.append(page.objectsOnly)
        }
        guard ending == .ended else { return run.stopped }
        run.progress.phase("upsert")
        try run.store.begin(generation: nil)
        for page in pages {
            if source.isStopped { return run.stopped }
            let page = page.withRecords
            try run.note(page, counts: try run.store.write(page))
        }
        return try run.sweep(check.completeness, keeping: ids)
    }
}

extension OpportunityPage {
    /// The page without its parsed records.
    fileprivate var objectsOnly: OpportunityPage {
        var page = self
        page.records = []
        page.bytes = []
        return page
    }

    /// The page with its records parsed again.
    fileprivate var withRecords: OpportunityPage {
        var page = OpportunityPage(objects, start: start)
        page.droppedCount = droppedCount
        return page
    }
}

extension SyncRun {
    /// Deletes rows that a complete pass did not see.
    func sweep(
        _ completeness: SyncCompleteness, keeping ids: some SeenIDs
    ) throws -> SyncCompleteness {
        guard completeness == .complete else { return completeness }
        progress.phase("sweep")
        let isSwept = try store.sweep(
            isGone: { id, _ in !ids.contains(id) }, while: { !source.isStopped })
        return isSwept ? completeness : stopped
    }
}
