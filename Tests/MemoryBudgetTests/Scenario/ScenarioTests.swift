import MemoryBudget
import Testing

@Suite("A scenario created in code")
struct ScenarioTests {
    @Test("The defaults are those of a file")
    func defaults() {
        let scenario = Scenario(
            name: "test", job: .command(["true"]), scales: [Scale(units: 1)], allocator: .system,
            strategies: [.init(name: "only")])
        #expect(scenario.trials == 3)
        #expect(scenario.budget == nil)
        #expect(scenario.timeout == nil)
        #expect(scenario.dataset == nil)
        #expect(scenario.strategies == [.init(name: "only", role: .candidate, isDefault: true)])
        #expect(Scenario.DatasetRequest(kind: "k").seed == 42)
        #expect(
            Scenario.Role.allCases.map(\.rawValue) == ["candidate", "control", "reference"])
    }
}
