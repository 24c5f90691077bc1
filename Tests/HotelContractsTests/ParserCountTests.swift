import Testing

@testable import HotelContracts

@Suite("Number of parsers")
struct ParserCountTests {
    @Test("The writer has a CPU of its own if there are two, and four parsers are the maximum")
    func counts() {
        let counts = [1, 2, 3, 4, 5, 6, 64].map { ContractFlow.parserCount(processorCount: $0) }
        #expect(counts == [1, 1, 2, 3, 4, 4, 4])
    }
}
