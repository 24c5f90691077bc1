import Foundation
import MemoryBudget
import TestSupport
import Testing

@testable import Datasets

@Suite("Tickets")
struct TicketGeneratorTests {
    @Test("The same seed gives the same bytes on every machine")
    func golden() throws {
        try withTemporaryDirectory { directory in
            let database = try generate("tickets", 1_000, into: "\(directory)/database")
            let copy = try generate("tickets-postgresql", 1_000, into: "\(directory)/copy")
            #expect(
                database.expected
                    == ExpectedOutcome(rows: 1_000, rowsFailed: 0, digest: "3762655a7e328b52"))
            #expect(copy.expected == database.expected)
            #expect(copy.expectations == database.expectations)
            let sum = try run("sha256sum", ["\(directory)/copy/tickets.copy"]).prefix(64)
            #expect(sum == "3f94ec86b8354c08b3945d264878654045b53f8abc87059d597c0e203933b741")
        }
    }

    @Test("Python finds what the manifest expects of every query and of the migration")
    func expectations() throws {
        try withTemporaryDirectory { directory in
            let parameters = ["without-barcode": "0.5", "migrated": "0.25"]
            let manifest = try generate("tickets", 3_000, parameters, into: directory)
            let answer = try run(
                "python3",
                ["-c", DocumentedDigest.program() + Self.oracle, "\(directory)/tickets.sqlite"])
            let found = try JSONDecoder().decode(
                [String: ExpectedOutcome].self, from: Data(answer.utf8))
            #expect(manifest.expectations == found)
            #expect(manifest.expected == found["all"])
            let shares = ["numbers": 0.5, "barcodes": 0.5, "filtered": 0.625, "migrated": 1]
            for (name, share) in shares {
                let rows = Double(try #require(found[name]).rows)
                #expect(abs(rows / 3_000 - share) < 0.03, "\(name)")
            }
        }
    }

    @Test("Both kinds hold the same rows")
    func sameRows() throws {
        try withTemporaryDirectory { directory in
            try generate("tickets", 5_000, into: "\(directory)/database")
            try generate("tickets-postgresql", 5_000, into: "\(directory)/copy")
            let script = #"""
                import re, sqlite3, sys
                escapes = {"\\n": "\n", "\\\\": "\\"}
                def field(text):
                    if text == "\\N": return None
                    return re.sub(r"\\.", lambda match: escapes[match.group()], text)
                copy = open(sys.argv[2], encoding="utf-8", newline="\n").read()
                found = [[field(text) for text in line.split("\t")] for line in copy.split("\n")[:-1]]
                rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM tickets ORDER BY id")
                print(found == [[v if v is None else str(v) for v in row] for row in rows], len(found))
                """#
            let answer = try run(
                "python3",
                [
                    "-c", script, "\(directory)/database/tickets.sqlite",
                    "\(directory)/copy/tickets.copy",
                ])
            #expect(answer == "True 5000\n")
        }
    }

    @Test("The table follows its documentation, and has values that make exports hard")
    func contract() throws {
        try withTemporaryDirectory { directory in
            try generate("tickets", 20_000, into: directory)
            let path = "\(directory)/tickets.sqlite"
            func answer(_ sql: String) throws -> String {
                try run("sqlite3", [path, sql]).trimmingCharacters(in: .newlines)
            }
            #expect(try answer("PRAGMA integrity_check") == "ok")
            #expect(try answer("SELECT min(id), max(id), count(*) FROM tickets") == "1|20000|20000")
            let rules = [
                "number NOT GLOB replace(printf('%10s', ''), ' ', '[0-9]')",
                "barcode NOT GLOB replace(printf('%13s', ''), ' ', '[0-9]')"
                    + " AND barcode <> printf('%08d', (id * 48271 + 12345678) % 100000000)",
                "event = '' OR holder = '' OR seat = '' OR price_cents <= 0",
                "status NOT IN ('valid', 'used', 'refunded', 'cancelled')",
                "strftime('%Y-%m-%dT%H:%M:%SZ', sold_at) IS NOT sold_at",
                "instr(event || seat || number, char(10)) OR instr(holder, char(9))",
            ]
            for rule in rules {
                #expect(try answer("SELECT count(*) FROM tickets WHERE \(rule)") == "0", "\(rule)")
            }
            let marks = [
                "','", "'\"'", "char(10)", "'\\'", "'ö'", "''''",
            ].map { "(sum(instr(holder, \($0)) > 0) > 0)" }
            #expect(
                try answer(
                    "SELECT \(marks.joined(separator: " + ")) + (sum(seat IS NULL) > 0)"
                        + " + (count(DISTINCT number) = 20000) + (sum(number GLOB '0*') > 0)"
                        + " FROM tickets") == "9")
        }
    }

    @Test("A smaller dataset is a prefix of a larger one, and a size is reached")
    func prefix() throws {
        try withTemporaryDirectory { directory in
            try generate("tickets-postgresql", 3_000, into: "\(directory)/large")
            try generate("tickets-postgresql", 700, into: "\(directory)/small")
            let large = try contents(of: "\(directory)/large/tickets.copy")
            #expect(large.starts(with: try contents(of: "\(directory)/small/tickets.copy")))
            for kind in ["tickets", "tickets-postgresql"] {
                let dataset = try Dataset.generate(
                    Scenario.DatasetRequest(kind: kind), size: .bytes(ByteCount(1 << 20)),
                    into: "\(directory)/\(kind)")
                let bytes = try contents(of: dataset.path).count
                #expect(dataset.manifest.bytes == bytes)
                #expect((1 << 20..<(1 << 20) + 200_000).contains(bytes))
                #expect(dataset.manifest.units == dataset.manifest.expected.rows)
            }
        }
    }

    @Test("The estimate of a size is slightly above it")
    func estimate() throws {
        try withTemporaryDirectory { directory in
            for kind in ["tickets", "tickets-postgresql"] {
                for units in [0, 1, 20_000] {
                    let request = Scenario.DatasetRequest(kind: kind)
                    let size = DatasetSize.units(Scale(units: units))
                    let estimate = try DatasetKinds.generator(for: request)
                        .estimatedBytes(of: size)
                    let dataset = try Dataset.generate(
                        request, size: size, into: "\(directory)/\(kind)-\(units)")
                    #expect(dataset.manifest.bytes <= estimate)
                    #expect(units < 20_000 || estimate < dataset.manifest.bytes * 5 / 4)
                }
            }
        }
    }

    @Test("Invalid shares are refused with the allowed range")
    func shares() {
        for parameters in [["migrated": "2"], ["migrated": "0.8"], ["without-barcode": "some"]] {
            let error = #expect(throws: DatasetError.self) {
                try DatasetKinds.generator(
                    for: Scenario.DatasetRequest(kind: "tickets", seed: 1, parameters: parameters))
            }
            #expect(error?.code == .invalidParameter)
        }
    }

    @Test(
        "A stop, or a disk that fills up, leaves nothing",
        .enabled(if: SmallDisk.isPossible, "mounting a small tmpfs needs root"))
    func stopped() throws {
        try SmallDisk.with(kibibytes: 4 << 10) { disk in
            for kind in ["tickets", "tickets-postgresql"] {
                let request = Scenario.DatasetRequest(kind: kind)
                let size = DatasetSize.units(Scale(units: 30_000))
                #expect(throws: ProgramFailure.self) {
                    try Dataset.generate(request, size: size, into: "\(disk)/tickets") { _ in
                        throw ProgramFailure(program: "stopped")
                    }
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: disk).isEmpty)
                let error = #expect(throws: DatasetError.self) {
                    try Dataset.generate(request, size: size, into: "\(disk)/tickets") { _ in
                        SmallDisk.fill(disk)
                    }
                }
                #expect(error?.code == .diskFull)
                #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == ["filler"])
                try FileManager.default.removeItem(atPath: "\(disk)/filler")
            }
        }
    }

    @discardableResult
    private func generate(
        _ kind: String, _ units: Int, _ parameters: [String: String] = [:],
        into directory: String
    ) throws -> DatasetManifest {
        try Dataset.generate(
            Scenario.DatasetRequest(kind: kind, seed: 42, parameters: parameters),
            size: .units(Scale(units: units)), into: directory
        ).manifest
    }

    /// Reads the table and digests every query and the migration, with the documented hash.
    private static let oracle = """
        import json, sqlite3, sys
        def texts(row):
            return ["" if field is None else str(field) for field in row]
        rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM tickets").fetchall()
        def migrated(row):
            return (*row[:2], f"{(row[0] * 48271 + 12345678) % 10**8:08}", *row[3:])
        results = {
            "all": rows, "filtered": [row for row in rows if row[7] == "valid"],
            "numbers": [row[1:3] for row in rows if row[2] is not None],
            "barcodes": [row[2:3] for row in rows if row[2] is not None],
            "migrated": [migrated(row) for row in rows]}
        # Exports are texts; a migrated table has its types.
        print(json.dumps({name: {"rows": len(found), "rows_failed": 0,
            "digest": digest(found if name == "migrated" else map(texts, found))}
            for name, found in results.items()}))
        """
}
