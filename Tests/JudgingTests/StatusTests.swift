import MemoryBudget
import Testing

@testable import Judging

@Suite("The status that findings call for")
struct StatusTests {
    private func status(_ results: GateFinding.Result...) -> ExitStatus {
        ExitStatus(
            results.map {
                GateFinding(scenario: "test", rule: .peak, result: $0, sentence: "because")
            })
    }

    @Test("No finding at all is not green")
    func nothing() {
        #expect(status() == .inconclusive)
    }

    @Test("What is kept, improved or new is green")
    func green() {
        #expect(status(.kept) == .success)
        #expect(status(.kept, .improved, .new) == .success)
    }

    @Test("Over comes before regressed, and regressed before undecided")
    func verdicts() {
        #expect(status(.kept, .inconclusive, .regressed, .over) == .overBudget)
        #expect(status(.wrong, .regressed) == .overBudget)
        #expect(status(.missing, .regressed, .kept) == .regressed)
        #expect(status(.missing, .kept) == .inconclusive)
    }

    @Test("What could not be measured comes before every verdict")
    func infrastructure() {
        for result in GateFinding.Result.allCases {
            #expect(status(result, .crashed) == .crashed)
        }
        #expect(status(.over, .timedOut, .unavailable) == .timedOut)
        #expect(status(.over, .unavailable) == .unavailable)
    }

    @Test("Verdicts are softened, failures to measure never")
    func softened() {
        let statuses: [ExitStatus] = [
            .overBudget, .regressed, .inconclusive, .crashed, .timedOut, .unavailable, .success,
        ]
        #expect(statuses.filter(\.isSoftened) == [.overBudget, .regressed, .inconclusive])
    }
}
