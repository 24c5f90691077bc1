import MemoryBudget
import Testing

@testable import Reports

@Suite("The summary of a command whose peak is an interval")
struct TrialIntervalTests {
    /// `python3 import.py` with four processes.
    private func command(_ adjust: (inout Observation) -> Void = { _ in }) -> Observation {
        let cell = Fixture.cell("python3", 0, parameters: [:])
        return Fixture.trial(cell, peak: 21.4, seconds: 3.21) {
            $0.unitsDone = nil
            $0.unitsTotal = nil
            $0.allocator = AllocatorRecord(name: .system, isAttached: false)
            $0.budget = Fixture.budget
            $0.peakAnonBytes = Fixture.mebibytes(15)
            $0.peakFileBytes = Fixture.mebibytes(6.4)
            $0.peakTreeBytes = Fixture.mebibytes(88)
            $0.endRSSBytes = Fixture.mebibytes(12)
            $0.readBytes = 1 << 30
            $0.writtenBytes = 30 << 20
            $0.processCount = 4
            $0.peakProcess = "python3 import.py"
            $0.quality = [.peakRSS: .exact, .peakAnonymous: .sampled, .peakTree: .lowerBound]
            adjust(&$0)
        }
    }

    @Test("A peak that is an interval says how much more it may have been")
    func interval() {
        let text = TrialSummary([
            command {
                $0.quality[.peakRSS] = .interval
                $0.peakRSSHighBytes = Fixture.mebibytes(22.15)
            }
        ]).text
        #expect(text.contains("stayed within 32.0 MiB: peak RSS 21.4 MiB, at most 10.6 MiB"))
        #expect(text.contains("21.4 MiB, or up to 768.0 KiB more · interval"))
    }

    @Test("A budget inside the interval is not kept for certain", arguments: [nil, 2, 1])
    func undecided(processors: Int?) {
        let trial = command {
            $0.quality[.peakRSS] = .interval
            $0.peakRSSBytes = Fixture.mebibytes(31.5)
            $0.peakRSSHighBytes = Fixture.mebibytes(32.25)
            $0.processorCount = processors
        }
        let place = processors.map { $0 == 1 ? " on 1 CPU" : " on 2 CPUs" } ?? ""
        let advice =
            processors == 1 ? "choose a budget outside this range" : "--cpus 1 may narrow that"
        let sentence = """
            can't tell whether python3 stayed within 32.0 MiB: peak RSS 31.5 MiB, or up to 32.3 MiB; the kernel's \
            counters may read 768.0 KiB low\(place); \(advice).
            """
        #expect(TrialFacts([trial]).sentence.text == sentence)
        #expect(TrialFacts([trial]).sentence.tone == .caution)
    }
}
