import Glibc
import MemoryBudget
import Testing

@testable import Processes

@Suite("Threads that the system has, or refuses")
struct ThreadSupplyTests {
    @Test("Here there are enough, and none stays")
    func enough() throws {
        try ThreadSupply.check()
        try ThreadSupply.check(count: 20)
    }
}
