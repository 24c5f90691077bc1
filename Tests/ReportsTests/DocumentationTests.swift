import Judging
import TestSupport
import Testing

@testable import Reports

@Suite("A comparison in Documentation/JSON.md")
struct DocumentationTests {
    @Test("Every key is documented, and no other")
    func keys() throws {
        let run = Fixture.run(Fixture.ingest)
        let json = try ComparisonReport(of: RunComparison(of: run, against: run)).json()
        let documented = try KeyTables.committed().keys(of: "A comparison")
        #expect(try KeyTables.keys(encoded: json.utf8) == documented)
    }
}
