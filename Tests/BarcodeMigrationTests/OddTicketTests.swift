import PipelineKit
import TestSupport
import Testing

@testable import BarcodeMigration

@Suite("Tickets that no generator writes")
struct OddTicketTests {
    @Test(
        "Every id, even a negative one, gets the barcode of the formula",
        arguments: StrategyTests.right,
        [1, 4, 100])
    func ids(strategy: String, batch: Int) async throws {
        let directory = try TemporaryDirectory()
        let input = directory.path("tickets.sqlite")
        let output = directory.path("migrated.sqlite")
        let ids = TicketTable.extremeIDs
        let made = try await Command.run(["sqlite3", input, TicketTable.sql(ids: ids)])
        try #require(made.status == 0, "\(made)")
        let progress = TrialProgress.unwatched()
        _ = try await Worker([BarcodeMigration()]).perform(
            [
                "run", "--pipeline", "barcode-migration", "--strategy", strategy,
                "--dataset-kind", "tickets", "--input", input, "--output", output, "--set",
                "batch=\(batch)",
            ], progress: progress)
        #expect(progress.unitsDone == ids.count)
        let answer = try await Python.run(
            """
            import sqlite3, sys
            rows = sqlite3.connect(sys.argv[1]).execute("SELECT id, barcode FROM tickets").fetchall()
            wanted = [(id, f"{(id * 48271 + 12345678) % 100000000:08}") for id, _ in rows]
            print(rows == wanted, len(rows))
            """, arguments: [output])
        #expect(answer == "True \(ids.count)\n")
    }

    @Test("A barcode has eight digits for any id", arguments: TicketTable.extremeIDs)
    func codes(id: Int) {
        let text = Barcode(ticketID: Int64(id)).text
        #expect(text.utf8.count == 8)
        #expect(text.utf8.allSatisfy { (0x30...0x39).contains($0) })
    }
}
