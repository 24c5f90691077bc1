import MemoryBudget
import Testing

@testable import HotelContracts

@Suite("Claimed bytes")
struct ClaimedBytesTests {
    @Test("A claim is granted exactly if none of its bytes were granted before")
    func random() {
        for seed in UInt64(1)...20 {
            var random = SplitMix64(seed: seed)
            var claimed = ClaimedBytes()
            var taken = Set<Int>()
            for _ in 0..<400 {
                // No entry is shorter than 31 bytes.
                let start = Int.random(in: 0..<8000, using: &random)
                let range = start..<start + Int.random(in: 31...80, using: &random)
                let answer = claimed.claim(range)
                #expect(answer == (taken.isDisjoint(with: range) ? .granted : .overlapping))
                if answer == .granted { taken.formUnion(range) }
            }
        }
    }

    @Test("Adjacent entries form one piece; too many pieces are refused")
    func pieces() {
        var claimed = ClaimedBytes(pieceCountMax: 2)
        for number in 0..<1000 {
            #expect(claimed.claim(number * 100..<number * 100 + 80) == .granted)
        }
        #expect(claimed.claim(200_000..<200_100) == .granted)
        #expect(claimed.claim(300_000..<300_100) == .tooScattered)
        #expect(claimed.claim(199_000..<199_980) == .granted)
    }
}
