import MemoryBudget
import Testing

@testable import Judging

@Suite("Every rule at its limit and beyond")
struct SituationTests {
    @Test(
        "A limit is inclusive, and the next page, nanosecond or trial is beyond it",
        arguments: Situation.all)
    func judged(situation: Situation) throws {
        let judged = try situation.judged()
        #expect(judged == situation.expected)
    }

    @Test("There are many distinct situations, covering every rule")
    func count() {
        #expect(Set(Situation.all.map { "\($0.rule) \($0.name)" }).count == Situation.all.count)
        #expect(Situation.all.count >= 40)
        #expect(Set(Situation.all.map(\.rule)) == Set(GateRule.Kind.allCases))
    }
}
