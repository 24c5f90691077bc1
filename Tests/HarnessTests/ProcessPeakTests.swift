import MemoryBudget
import Testing

@testable import Harness

/// The peak of a tree, from those of its processes, and its quality.
@Suite("The peak of a tree")
struct ProcessPeakTests {
    /// The error with two processors: three counters, a batch of 32 pages each.
    private static let errorBytes = 768 << 10

    private func process(
        _ id: Int32, peak: Int?, lifetime: Int, isReplaced: Bool = false
    ) -> TracedProcess {
        var process = TracedProcess(id: id, hasImage: true)
        process.peakRSSBytes = peak.map { $0 << 20 }
        process.lifetimePeakBytes = lifetime << 20
        process.hasUnreadImage = isReplaced
        process.counterErrorBytes = Self.errorBytes
        return process
    }

    private func tree(_ processes: [TracedProcess], inherited: Int = 20) -> TreeResult {
        var tree = TreeResult()
        tree.leaderID = 1
        tree.processes = processes
        tree.inheritedPeakBytes = inherited << 20
        return tree
    }

    @Test("The largest process counts, without memory that its fork inherited")
    func largest() {
        let peak = tree([process(1, peak: 5, lifetime: 500), process(2, peak: 60, lifetime: 60)])
            .peak(sampled: 0)
        #expect(peak?.bytes == 60 << 20)
        #expect(peak?.highBytes == (60 << 20) + Self.errorBytes)
        #expect(peak?.quality == .interval)
        #expect(peak?.process?.id == 2)
    }

    @Test("A reading is exact if the counters' error is below the spread of identical trials")
    func exactness() {
        #expect(tree([process(1, peak: 380, lifetime: 0)]).peak(sampled: 0)?.quality == .exact)
        #expect(tree([process(1, peak: 370, lifetime: 0)]).peak(sampled: 0)?.quality == .interval)
        var small = process(1, peak: 1, lifetime: 0)
        small.counterErrorBytes = 64 << 10
        #expect(tree([small]).peak(sampled: 0)?.quality == .exact)
    }

    @Test("A smaller process with a larger error raises the upper bound")
    func otherProcess() {
        var other = process(2, peak: 58, lifetime: 58)
        other.counterErrorBytes = 4 << 20
        let peak = tree([process(1, peak: 60, lifetime: 60), other]).peak(sampled: 0)
        #expect(peak?.bytes == 60 << 20)
        #expect(peak?.highBytes == 62 << 20)
    }

    @Test("A replaced image with a higher peak shows in the lifetime maximum")
    func replaced() {
        let peak = tree([process(1, peak: 5, lifetime: 90, isReplaced: true)]).peak(sampled: 0)
        #expect(peak?.bytes == 90 << 20)
        #expect(peak?.highBytes == (90 << 20) + Self.errorBytes)
        #expect(peak?.quality == .interval)
    }

    @Test(
        "A lifetime maximum that the harness may have caused makes the peak a lower bound"
    )
    func clouded() {
        let peak = tree([process(1, peak: 5, lifetime: 30, isReplaced: true)]).peak(sampled: 0)
        #expect(peak?.bytes == 5 << 20)
        #expect(peak?.quality == .lowerBound)
    }

    @Test("A replaced image that can't have had a higher peak changes nothing")
    func bounded() {
        let peak = tree([process(1, peak: 30, lifetime: 30, isReplaced: true)], inherited: 500)
            .peak(sampled: 0)
        #expect(peak?.highBytes == (30 << 20) + Self.errorBytes)
        #expect(peak?.quality == .interval)
    }

    @Test("A child inherits nothing from the harness, so its replaced image counts fully")
    func child() {
        let processes = [
            process(1, peak: 8, lifetime: 30), process(2, peak: 5, lifetime: 6, isReplaced: true),
        ]
        let peak = tree(processes).peak(sampled: 0)
        #expect(peak?.bytes == 8 << 20)
        #expect(peak?.quality == .interval)
    }

    @Test("A sample above the counters' error is a lower bound; one below is the same peak")
    func sampled() {
        let one = tree([process(1, peak: 40, lifetime: 40)])
        #expect(one.peak(sampled: 50 << 20)?.quality == .lowerBound)
        let same = one.peak(sampled: (40 << 20) + 4096)
        #expect(same?.bytes == (40 << 20) + 4096)
        #expect(same?.highBytes == (40 << 20) + Self.errorBytes)
        #expect(same?.quality == .interval)
    }

    @Test("A process whose memory was reclaimed before it was read keeps its last sample")
    func late() {
        let reaped = tree([process(1, peak: nil, lifetime: 0)])
        #expect(reaped.peak(sampled: 30 << 20)?.bytes == 30 << 20)
        #expect(reaped.peak(sampled: 30 << 20)?.quality == .lowerBound)
        var almost = process(1, peak: 0, lifetime: 0)
        almost.peakRSSBytes = 60 << 10
        #expect(tree([almost]).peak(sampled: 30 << 20)?.bytes == 30 << 20)
        #expect(tree([almost]).peak(sampled: 30 << 20)?.quality == .lowerBound)
    }

    @Test("A tree without any reading has no peak")
    func nothing() {
        #expect(tree([]).peak(sampled: 0) == nil)
    }
}
