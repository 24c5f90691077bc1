import PipelineKit
import Testing

@testable import TicketExport

@Suite("Ids of rows read in batches")
struct RisingIDsTests {
    @Test("Each id is higher than the last, from the lowest possible id to the highest")
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

    @Test("An id that doesn't rise is reported as damage", arguments: [5, 4, Int.min])
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
