import PipelineKit
import Testing

@testable import TicketExport

@Suite("The ids that batches are read by")
struct RisingIDsTests {
    @Test("Each is higher than the last, from the lowest id to the highest")
    func rising() throws {
        var ids = RisingIDs(of: "shop.sqlite")
        #expect(ids.next == Int.min)
        for id in [Int.min, -7, 0, 1, 5] {
            try ids.take(id)
            #expect(ids.next == id + 1)
        }
        try ids.take(Int.max)
        #expect(ids.next == nil)
        let error = #expect(throws: WorkerError.self) { try ids.take(Int.max) }
        #expect(error?.code == .badSetting)
    }

    @Test("One that isn't is damage, and named", arguments: [5, 4, Int.min])
    func falling(id: Int) throws {
        var ids = RisingIDs(of: "shop.sqlite")
        try ids.take(5)
        let error = #expect(throws: WorkerError.self) { try ids.take(id) }
        #expect(error?.code == .badSetting)
        #expect(
            error?.message
                == "database 'shop.sqlite' is damaged: in the order of ids, ticket \(id) comes after"
                + " ticket 5")
        #expect(ids.next == 6)
    }
}
