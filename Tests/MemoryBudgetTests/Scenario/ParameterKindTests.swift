import MemoryBudget
import Testing

@Suite("Types of parameters")
struct ParameterKindTests {
    @Test(
        "An acceptable value has no objection",
        arguments: [
            (ParameterKind.integer(1...10), "10"), (.integers(0...9), "1,2,3"),
            (.integers(1...2), ""),
            (.flag, "true"), (.choice(["wal", "delete"]), "wal"), (.text, "anything"),
        ])
    func acceptable(kind: ParameterKind, value: String) {
        #expect(kind.objection(to: value) == nil)
        #expect(kind.proposal(for: value) == nil || kind.proposal(for: value) == value)
    }

    @Test(
        "Any other value gets a description of acceptable ones, and a proposal",
        arguments: [
            (.integer(1...9999), "1k", "a whole number from 1 to 9999", "1000"),
            (.integer(1...9999), "10k", "a whole number from 1 to 9999", nil),
            (.integers(1...9), "1,", "whole numbers from 1 to 9, separated by commas", nil),
            (.flag, "ture", "true or false", "true"),
            (.choice(["wal", "delete"]), "wall", "one of wal, delete", "wal"),
        ] as [(ParameterKind, String, String, String?)])
    func refused(kind: ParameterKind, value: String, expected: String, proposal: String?) {
        #expect(kind.objection(to: value) == expected)
        #expect(kind.proposal(for: value) == proposal)
    }
}
