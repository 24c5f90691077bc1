import Testing

@testable import Harness

/// How the peaks of a tree's processes become one, and how far it is trusted.
@Suite("The peak of a tree")
struct ProcessPeakTests {
    private func process(
        _ id: Int32, peak: Int?, lifetime: Int, isReplaced: Bool = false
    ) -> TracedProcess {
        var process = TracedProcess(id: id, hasImage: true)
        process.peakRSSBytes = peak.map { $0 << 20 }
        process.lifetimePeakBytes = lifetime << 20
        process.hasUnreadImage = isReplaced
        return process
    }

    private func tree(_ processes: [TracedProcess], inherited: Int = 20) -> TreeResult {
        var tree = TreeResult()
        tree.leaderID = 1
        tree.processes = processes
        tree.inheritedPeakBytes = inherited << 20
        return tree
    }

    @Test("The largest process counts, and what its fork inherited doesn't")
    func largest() {
        let peak = tree([process(1, peak: 5, lifetime: 500), process(2, peak: 60, lifetime: 60)])
            .peak(sampled: 0)
        #expect(peak?.bytes == 60 << 20)
        #expect(peak?.isExact == true)
        #expect(peak?.process?.id == 2)
    }

    @Test("A replaced image that peaked higher shows in the lifetime maximum, as a lower bound")
    func replaced() {
        let peak = tree([process(1, peak: 5, lifetime: 90, isReplaced: true)]).peak(sampled: 0)
        #expect(peak?.bytes == 90 << 20)
        #expect(peak?.isExact == false)
    }

    @Test("A lifetime maximum that the harness may have caused is no peak, but ends exactness")
    func clouded() {
        let peak = tree([process(1, peak: 5, lifetime: 30, isReplaced: true)]).peak(sampled: 0)
        #expect(peak?.bytes == 5 << 20)
        #expect(peak?.isExact == false)
    }

    @Test("A replaced image that can't have peaked higher leaves the peak exact")
    func bounded() {
        let peak = tree([process(1, peak: 30, lifetime: 30, isReplaced: true)], inherited: 500)
            .peak(sampled: 0)
        #expect(peak?.isExact == true)
    }

    @Test("A child inherits nothing of the harness, so its replaced image is judged as it is")
    func child() {
        let processes = [
            process(1, peak: 8, lifetime: 30), process(2, peak: 5, lifetime: 6, isReplaced: true),
        ]
        #expect(tree(processes).peak(sampled: 0)?.isExact == true)
    }

    @Test(
        "A sampled reading above everything is a lower bound; one within the lag is the same peak")
    func sampled() {
        let one = tree([process(1, peak: 40, lifetime: 40)])
        #expect(one.peak(sampled: 50 << 20)?.isExact == false)
        #expect(one.peak(sampled: (40 << 20) + 4096)?.isExact == true)
    }

    @Test("A tree without any reading has no peak")
    func nothing() {
        #expect(tree([]).peak(sampled: 0) == nil)
    }
}
