import Testing

@testable import OpportunitySync

@Suite("Ids of one length")
struct FixedWidthIDsTests {
    private func insert(_ id: String, into ids: inout FixedWidthIDs) -> IDInsertion {
        Array(id.utf8).withUnsafeBytes { ids.insert($0) }
    }

    private func contains(_ id: String, in ids: FixedWidthIDs) -> Bool {
        Array(id.utf8).withUnsafeBytes { ids.contains($0) }
    }

    @Test("The ids agree with a set, in any order", arguments: 1...5 as ClosedRange<UInt64>)
    func agree(seed: UInt64) {
        var ids = FixedWidthIDs()
        var set: Set<Int> = []
        var state = seed
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int(state >> 40) % 30_000 + 100_000
            let isNew = set.insert(number).inserted
            #expect(insert("id-\(number)", into: &ids) == (isNew ? .new : .repeated))
        }
        for number in 100_000..<130_000 {
            #expect(contains("id-\(number)", in: ids) == set.contains(number))
        }
        #expect(ids.byteCount == set.count * 9)
    }

    @Test("An id of another length is refused and never contained")
    func lengths() {
        var ids = FixedWidthIDs()
        #expect(!contains("a", in: ids))
        #expect(insert("", into: &ids) == .refused)
        #expect(insert("abc", into: &ids) == .new)
        #expect(insert("ab", into: &ids) == .refused && insert("abcd", into: &ids) == .refused)
        #expect(contains("abc", in: ids) && !contains("ab", in: ids) && !contains("abcd", in: ids))
    }
}
