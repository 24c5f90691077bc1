import CScan
import MemoryBudget
import Testing

@Suite("Finding bytes by blocks")
struct PositionsTests {
    private static let set = cscan_set(
        first: UInt8(ascii: ","), second: UInt8(ascii: "\""), third: 0, fourth: 0xFF)
    private static let members: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), 0, 0xFF]

    private static let levels = [CSCAN_BASELINE, CSCAN_AVX2, CSCAN_AVX512].filter {
        $0.rawValue <= cscan_level_max().rawValue
    }

    private func positions(
        _ text: [UInt8], _ range: Range<Int>, _ level: cscan_level
    ) -> [UInt32] {
        let padding = [UInt8](repeating: UInt8(ascii: ","), count: Int(CSCAN_PADDING))
        let room = range.count + Int(CSCAN_PADDING)
        return [UInt32](unsafeUninitializedCapacity: room) { memory, count in
            count = cscan_positions(
                level, text + padding, range.lowerBound, range.upperBound, Self.set,
                memory.baseAddress)
        }
    }

    @Test("Every search that this processor supports finds the same as a loop", arguments: 0...10)
    func all(density: Int) {
        var generator = SplitMix64(seed: UInt64(density))
        for length in 0...200 {
            let text = (0..<length).map { _ in
                Int.random(in: 0..<10, using: &generator) < density
                    ? Self.members.randomElement(using: &generator) ?? 0
                    : UInt8.random(in: 1...254, using: &generator)
            }
            let start = Int.random(in: 0...length, using: &generator)
            let expected = (start..<length).filter { Self.members.contains(text[$0]) }
                .map(UInt32.init)
            for level in Self.levels {
                #expect(positions(text, start..<length, level) == expected)
            }
        }
    }
}
