import Foundation
import MemoryBudget
import Testing

@Suite("A charge by kind")
struct ChargePartsTests {
    private let parts = ChargeParts(anonBytes: 1, shmemBytes: 20, fileBytes: 300)

    @Test("Unknown parts are null, and not in the sum")
    func json() throws {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(parts))
        let values = try #require(object as? [String: Any])
        #expect(values["anon_bytes"] as? Int == 1 && values["shmem_bytes"] as? Int == 20)
        #expect(values["file_bytes"] as? Int == 300 && values["kernel_bytes"] is NSNull)
        #expect(parts.totalBytes == 321)
        #expect(ChargeParts().totalBytes == 0)
    }

    @Test("Evidence of a kill recorded before charges were split can still be decoded")
    func earlier() throws {
        let text = #"{"kernel_kill": {"charge_bytes": 9, "limit_bytes": 8}, "progress": null}"#
        let evidence = try JSONDecoder().decode(TrialEvidence.self, from: Data(text.utf8))
        #expect(evidence.proof == .kernelKill(chargeBytes: 9, limitBytes: 8))
    }
}
