import MemoryBudget
import Testing

@Suite("Default scales of a user's file")
struct ScaleLadderTests {
    @Test(
        "There are about five round scales, up to the whole file or just below it",
        arguments: [
            (1_234_567, ["37k", "98k", "220k", "550k", "1.23M"]),
            (100_000, ["3k", "8k", "18k", "45k", "100k"]),
            (5_234, ["150", "410", "940", "2.3k", "5.23k"]),
            (10, ["1", "4", "10"]), (1, ["1"]), (0, []),
        ])
    func labels(records: Int, labels: [String]) {
        #expect(ScaleLadder.scales(upTo: records).map(\.label) == labels)
    }

    @Test("Labels parse back, and scales stay within the file and are at least a factor of 2 apart")
    func growth() throws {
        var generator = SeededGenerator()
        for _ in 0..<2_000 {
            let records = Int.random(in: 300...(1 << Int.random(in: 9...45)), using: &generator)
            let scales = ScaleLadder.scales(upTo: records)
            #expect(scales.count == 5)
            for scale in scales { #expect(try Scale(parsing: scale.label) == scale) }
            #expect(scales.allSatisfy { $0.units <= records })
            #expect(try #require(scales.last).units * 100 >= records * 99)
            for (small, large) in zip(scales, scales.dropFirst()) {
                #expect(large.units >= 2 * small.units, "\(scales.map(\.label))")
            }
        }
    }

    @Test("The ratios between scales differ, so that the steps of a doubling table show")
    func ratios() {
        for scales in [ScaleLadder.scales(upTo: 1_000_000), ScaleLadder.generated] {
            let ratios = zip(scales, scales.dropFirst()).map { 10 * $1.units / $0.units }
            #expect(Set(ratios).count > 1)
            #expect(ratios.allSatisfy { $0 >= 20 })
        }
    }
}
