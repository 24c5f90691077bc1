import MemoryBudget
import Testing

@Suite("Changes of a scenario")
struct ChangesTests {
    private let changes = Changes(
        base: "original", parameter: "fixes", each: ["b", "a", "10"].map { .init(key: $0) })

    @Test(
        "A value lists changes separated by commas, with or without spaces",
        arguments: [
            ("1", ["1"]), ("1,2", ["1", "2"]), (" 1 , new one ", ["1", "new one"]),
            ("1,,2", ["1", "", "2"]),
        ])
    func keys(value: String, expected: [String]) {
        #expect(Changes.keys(in: value) == expected)
    }

    @Test("The changes of a cell are listed in the declared order")
    func order() {
        #expect(changes.keys(of: "fixed", parameters: ["fixes": "10, b"]) == ["b", "10"])
    }

    @Test("The base has no changes, with or without the parameter, and other cells aren't included")
    func base() {
        #expect(changes.keys(of: "original", parameters: [:]) == [])
        #expect(changes.keys(of: "original", parameters: ["fixes": ""]) == [])
        #expect(changes.keys(of: "other", parameters: ["fixes": ""]) == nil)
        #expect(changes.keys(of: "other", parameters: [:]) == nil)
        #expect(changes.keys(of: "fixed", parameters: ["fixes": "a,c"]) == nil)
    }

    @Test("The sequence adds one change after another")
    func sequence() {
        #expect(changes.sequence == [["b"], ["b", "a"], ["b", "a", "10"]])
    }
}
