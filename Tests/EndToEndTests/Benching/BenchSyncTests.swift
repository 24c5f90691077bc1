import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Syncs by the shipped worker, which includes the effects of the optimizer.
    @Suite(
        .enabled(
            if: Products.isBuilt("membudget-worker-http") && Products.isBuilt("membudget-source"),
            "membudget-worker-http or membudget-source has not been built"))
    struct BenchSync {
        private func cells(hazards: String) async throws -> [JSON] {
            let workplace = try Workplace()
            try workplace.directory.write(
                """
                scenario: synced
                about: Opportunities over HTTP
                pipeline: opportunity-sync
                dataset:
                  kind: opportunities
                  seed: 42
                  parameters: { latency-milliseconds: 1, hazards: "\(hazards)", hazard-per-mille: 200 }
                scales: [600]
                budget: { peak-rss: 512MiB }
                trials: 1
                allocator: system
                parameters: { page-size: [20], paging: [offset, cursor] }
                strategies: { full-objects: {}, two-pass: {}, id-set: {}, generation-sweep: {} }
                """, to: "synced.yaml")
            let run = try await Benched("synced.yaml", in: workplace)
            #expect(run.cells.count == 8, "\(run.result)")
            #expect(workplace.processes == [])
            return run.cells
        }

        /// The counts of a cell's measured trial.
        private func count(_ name: String, of cell: JSON) -> Int? {
            let trial = cell["trials"].elements.first { $0["kind"].text == "measured" }
            return trial?["counts"].elements.first { $0["name"].text == name }?["value"].integer
        }

        @Test("Every strategy makes the table equal to its source, and counts its requests")
        func right() async throws {
            for cell in try await cells(hazards: "none") {
                #expect(cell["verdict"].text == "within", "\(cell)")
                let strategy = cell["strategy"].text ?? ""
                let passCount = ["two-pass", "id-set"].contains(strategy) ? 2 : 1
                #expect(count("calls", of: cell) == 30 * passCount, "\(strategy)")
                #expect(count("retries", of: cell) == 0)
                #expect(count("deleted", of: cell) == 12)
            }
        }

        @Test("Temporary failures don't change the result")
        func failing() async throws {
            let cells = try await cells(
                hazards: "server-error,truncated-body,malformed-body,empty-body,retry-after-garbage"
            )
            for cell in cells {
                #expect(cell["verdict"].text == "within", "\(cell)")
                let (calls, retries) = (count("calls", of: cell), count("retries", of: cell))
                let passCount = ["two-pass", "id-set"].contains(cell["strategy"].text) ? 2 : 1
                #expect(calls == (retries ?? 0) + 30 * passCount)
            }
            #expect(cells.contains { count("retries", of: $0) ?? 0 > 0 })
        }

        @Test(
            "An incomplete list is a separate result, and nothing is deleted",
            arguments: ["shifting-pages", "replaced-records", "capped-pages", "missing-version"])
        func incomplete(hazard: String) async throws {
            for cell in try await cells(hazards: hazard) {
                #expect(cell["verdict"].text == "wrong", "\(cell)")
                #expect(count("deleted", of: cell) == 0, "\(cell)")
                let details = cell["trials"].elements.compactMap { $0["evidence"]["detail"].text }
                #expect(
                    details.contains { $0.contains("incomplete, so nothing was deleted") },
                    "\(details)")
            }
        }
    }
}
