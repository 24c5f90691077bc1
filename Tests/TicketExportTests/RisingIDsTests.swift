import PipelineKit
import Testing

@testable import TicketExport

@Suite("The ids that batches are read behind")
struct RisingIDsTests {
    @Test("Each is higher than the last")
    func rising() throws {
        var ids = RisingIDs(of: "shop.sqlite")
        for id in [-7, 0, 1, 5, Int.max] {
            try ids.take(id)
            #expect(ids.last == id)
        }
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
        #expect(ids.last == 5)
    }
}
