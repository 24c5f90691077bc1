import MemoryBudget
import Testing

@testable import Reports

@Suite("Privileges in the summary of a command")
struct PrivilegesTests {
    @Test("A traced program that ran without its privileges is named")
    func lost() {
        func summary(_ programs: [String]?) -> String {
            let cell = Fixture.cell("python3", 0, parameters: [:])
            let trial = Fixture.trial(cell, peak: 21.4, seconds: 3.21) {
                $0.unprivilegedPrograms = programs
            }
            return TrialSummary([trial]).text
        }
        #expect(
            summary(["passwd", "ping"]).contains(
                "passwd, ping ran without the privileges of their files"))
        #expect(!summary([]).contains("privileges") && !summary(nil).contains("privileges"))
    }
}
