import TestSupport
import Testing

@testable import Judging

@Suite("Stored types of a comparison")
struct StoredTypeTests {
    @Test("Every type writes all of its keys")
    func types() throws {
        var run = MadeUpRun()
        run.add(units: 1_000, mebibytes: [20, 20])
        let comparison = RunComparison(of: run.record, against: run.record)
        let cell = try #require(comparison.scenarios.first?.cells.first)
        let types = try [
            StoredType(cell, CellComparison.CodingKeys.self),
            StoredType(#require(cell.head), CellFigures.CodingKeys.self),
        ]
        for type in types { #expect(type.written == type.declared, "\(type.name)") }
        #expect(types.count == (try StoredType.count(in: "Judging")))
        #expect(try StoredType.leavingOutKeys(in: "Judging") == [])
    }
}
