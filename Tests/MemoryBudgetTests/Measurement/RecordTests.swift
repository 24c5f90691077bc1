import Foundation
import MemoryBudget
import Testing

@Suite("Stored records")
struct RecordTests {
    @Test("A budget is encoded and decoded completely")
    func budget() throws {
        let budget = Budget(metric: .peakTree, limit: ByteCount(12_345))
        let data = try JSONEncoder().encode(budget)
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        #expect(object?.count == 2)
        #expect(object?["metric"] as? String == "peak-tree")
        #expect(object?["limit_bytes"] as? Int == 12_345)
        #expect(try JSONDecoder().decode(Budget.self, from: data) == budget)
    }

    @Test("The tiers in force are listed, strongest first")
    func tiers() {
        #expect(EnforcementRecord(requested: .off).summary == "none")
        #expect(
            EnforcementRecord(requested: .auto, tiers: [.watchdog, .cgroupV1]).summary
                == "watchdog, backed by cgroup-v1")
    }

    @Test("A scale keeps its label and the size of its input")
    func scale() throws {
        let record = ScaleRecord(try Scale(parsing: "1.5M"), inputBytes: 9)
        #expect(record.label == "1.5M")
        #expect(record.units == 1_500_000)
        #expect(record.inputBytes == 9)
    }
}
