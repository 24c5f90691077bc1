import GRDB
import HTTPClient
import PipelineKit

/// A strategy with one pass that stamps each row it sees, then deletes rows with an older stamp.
///
/// Only the pages being fetched are in memory, and a run that was stopped or killed continues after
/// its last page.
struct GenerationSweep: SyncStrategy {
    let name = "generation-sweep"
    let about = "one pass that stamps the rows it sees, then deletes rows with older stamps"
    let nominalUnitsPerSecond: Double? = 90_000
    let cacheByteCount: Int? = 512 << 10

    /// The maximum number of pages by offset requested at once: one per connection of the client.
    var aheadCountMax = 8

    func sync(_ run: SyncRun) async throws -> SyncCompleteness {
        run.progress.phase("upsert")
        let beginning: Beginning
        do {
            beginning = try await begin(run)
        } catch let failure as HTTPFailure {
            // The saved pass stays for the next run.
            return .incomplete(.failedPage("\(failure)"))
        }
        var pass = beginning.pass
        if pass.phase == .pages {
            let ending = try await fetchPages(of: &pass, first: beginning.first, run: run)
            guard ending == .ended else { return run.stopped }
            guard case .complete = pass.check.completeness else { return pass.check.completeness }
        }
        return try sweep(pass, run: run)
    }

    /// The start of a run: a saved or new pass, with its first page if that was fetched.
    private struct Beginning {
        var pass: SavedPass
        var first: OpportunityPage?
    }

    /// Continues the saved pass if its next page shows that the list hasn't changed; otherwise
    /// begins a new pass.
    private func begin(_ run: SyncRun) async throws -> Beginning {
        let (saved, lastGeneration) = try run.store.read { database in
            (
                try SavedPass.load(database, source: run.sourceName, settings: run.settings),
                try SavedPass.lastGeneration(database)
            )
        }
        let new = SavedPass(
            generation: lastGeneration + 1, source: run.sourceName, phase: .pages,
            start: run.settings.firstPage, check: try run.newCheck())
        guard let saved else { return Beginning(pass: new) }
        guard let page = try await nextPage(of: saved, run: run) else {
            return Beginning(pass: new)
        }
        if page.list == saved.check.list, saved.phase == .pages || page.version != nil {
            return Beginning(pass: saved, first: page)
        }
        return Beginning(pass: new, first: page.start == new.start ? page : nil)
    }

    /// Returns the next page of a saved pass; `nil` if the source no longer has it.
    private func nextPage(of saved: SavedPass, run: SyncRun) async throws -> OpportunityPage? {
        do {
            return try await run.source.page(at: saved.start)
        } catch let failure as HTTPFailure {
            guard case .status = failure.kind, !failure.isPassing else { throw failure }
            return nil
        }
    }

    private func fetchPages(
        of pass: inout SavedPass, first: OpportunityPage?, run: SyncRun
    ) async throws -> Pass.Ending {
        let source = run.source
        let isPaced = run.settings.pageDelayMilliseconds > 0
        let pages = Pass(source: source, aheadCountMax: isPaced ? 0 : aheadCountMax) {
            try await source.page(at: $0)
        }
        try run.store.begin(generation: pass.generation)
        var check = pass.check
        defer { pass.check = check }
        let saved = pass
        return try await pages.run(from: pass.start, first: first, check: &check) { page, check in
            run.progress.expect((check.list ?? page.list).total)
            let counts = try run.store.write(page) { database, counts in
                check.take(page.facts(newCount: counts.new, repeatedCount: counts.repeated))
                try saved.advanced(behind: page, check: check, settings: run.settings)
                    .map { try $0.save(database) }
                    ?? SavedPass.forget(database, generation: saved.generation)
            }
            try run.note(page, counts: counts)
        }
    }

    private func sweep(_ pass: SavedPass, run: SyncRun) throws -> SyncCompleteness {
        run.progress.phase("sweep")
        let isSwept = try run.store.sweep(
            isGone: { _, generation in generation < pass.generation },
            while: { !run.source.isStopped })
        guard isSwept else { return run.stopped }
        try run.store.write { database in
            try database.execute(
                sql: "DELETE FROM \(SyncTables.unstored) WHERE generation < ?",
                arguments: [pass.generation])
            try SavedPass.forget(database, generation: pass.generation)
        }
        return .complete
    }
}

extension SavedPass {
    /// Returns the pass after a page; `nil` if no run should continue it.
    fileprivate func advanced(
        behind page: OpportunityPage, check: PassCheck, settings: SyncSettings
    ) -> SavedPass? {
        // A list without versions is never swept, but storing its remaining pages is useful.
        guard check.doubt == nil || check.doubt == .noVersion else { return nil }
        var pass = self
        pass.check = check
        if check.isEnded {
            guard check.doubt == nil else { return nil }
            pass.phase = .sweep
            pass.start = settings.firstPage
        } else if let start = check.start(after: page.start, next: page.next) {
            pass.start = start
        } else {
            return nil
        }
        return pass
    }
}
