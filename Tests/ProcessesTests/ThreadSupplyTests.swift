import Glibc
import MemoryBudget
import Testing

@testable import Processes

@Suite("The supply of threads")
struct ThreadSupplyTests {
    @Test("This machine has enough threads")
    func enough() throws {
        try ThreadSupply.check()
        try ThreadSupply.check(count: 20)
    }
}
