import Foundation
import MemoryBudget
import TestSupport
import Testing

@Suite("The digest as documented")
struct DocumentedDigestTests {
    @Test("The program in WORKER.md computes the same digest")
    func documented() async throws {
        let printed = try await Python.run(
            DocumentedDigest.program() + """
                rows = [
                    [], [None], ["", 0, -1, 0.5, -0.0, b"\\xff"], ["Größe", 2**63 - 1, 1e300],
                    *[["x" * n, b"y" * n, n] for n in range(20)],
                ]
                print(digest(rows))
                """)
        var digest = RowDigest()
        for add in Self.rows {
            var row = RowHash()
            add(&row)
            digest.add(row)
        }
        #expect(printed == digest.hexadecimal + "\n")
    }

    private static var rows: [(inout RowHash) -> Void] {
        var rows: [(inout RowHash) -> Void] = [{ _ in }, { $0.addNull() }]
        rows.append { row in
            row.addField("")
            row.addField(integer: 0)
            row.addField(integer: -1)
            row.addField(real: 0.5)
            row.addField(real: -0.0)
            [0xFF as UInt8].withUnsafeBytes { row.addField(blob: $0) }
        }
        rows.append { row in
            row.addField("Größe")
            row.addField(integer: .max)
            row.addField(real: 1e300)
        }
        for count in 0..<20 {
            rows.append { row in
                row.addField(String(repeating: "x", count: count))
                let bytes = [UInt8](repeating: UInt8(ascii: "y"), count: count)
                bytes.withUnsafeBytes { row.addField(blob: $0) }
                row.addField(integer: Int64(count))
            }
        }
        return rows
    }
}
