import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Phases of `load-all`, which reads a file, turns it into dictionaries, and inserts them.
    @Suite struct Phases {
        private static let benched = Task {
            try await Benched(
                "csv-ingest",
                [
                    "--strategy", "load-all", "--scale", "10k", "--budget", "512MiB", "--profile",
                    "--trials", "1", "--sample-interval", "64KiB",
                ])
        }

        private func profile(_ options: String...) async throws -> Command.Result {
            let run = try await Self.benched.value
            return try await run.workplace.run(
                [Products.path("membudget"), "profile", "run"] + options)
        }

        @Test("Phases are stored with their times, and growth between two is shown by site")
        func growth() async throws {
            let json = JSON(
                try await profile("--format", "json", "--from", "parse", "--to", "insert")
                    .standardOutput)
            let phases = json["phases"].elements
            #expect(phases.map { $0["name"].text }.starts(with: ["read", "parse", "insert"]))
            let times = phases.compactMap { $0["started_ns"].integer }
            #expect(times == times.sorted() && times.count == phases.count)
            let live = phases.compactMap { $0["live_bytes"].integer }
            #expect(json["growth"]["bytes"].integer == live[2] - live[1])
            // As a dictionary of strings, a row takes hundreds of bytes.
            #expect(live[2] - live[1] > 4 << 20, "\(live)")
            let first = json["growth"]["sites"].elements.first
            #expect(first?["file"].text?.contains("/CSVIngest/") == true, "\(json)")
            let low = first?["low"].number ?? 0
            let high = first?["high"].number ?? 0
            let bytes = first?["bytes"].number ?? 0
            #expect(low > 0 && low < bytes && bytes < high)
        }

        @Test("The table shows the compared phases, and sites can be sorted by allocations")
        func table() async throws {
            let grown = try await profile("--from", "read", "--to", "insert")
            #expect(grown.status == 0, "\(grown)")
            #expect(grown.standardOutput.contains("at the start of 'insert'"), "\(grown)")
            #expect(grown.standardOutput.contains("phases: read at"), "\(grown)")
            let temporary = try await profile("--sort", "temporary")
            #expect(temporary.standardOutput.contains("temporary"), "\(temporary)")
            #expect(try await profile("--sort", "total").standardOutput.contains("in total"))
            let end = try await profile("--sort", "end")
            let rest = ["95 %", "no block that was live at the end was sampled"]
            #expect(end.status == 0 && rest.contains { end.standardOutput.contains($0) }, "\(end)")
        }

        @Test(
            "An unknown phase is refused with the known ones, and so is a picture of growth"
        )
        func unknown() async throws {
            let other = try await profile("--from", "sort")
            #expect(other.status == 66 && other.standardOutput.isEmpty, "\(other)")
            #expect(other.standardError.contains("it reported read, parse, insert"), "\(other)")
            let picture = try await profile("--from", "read", "--format", "svg")
            #expect(picture.status == 64, "\(picture)")
            #expect(try await profile("--sort", "size").status == 64)
        }
    }
}
