import MemoryBudget
import Testing

@testable import Reports

@Suite("The summary of a command whose peak is an interval")
struct TrialIntervalTests {
    @Test("A peak that is an interval gives the possible excess")
    func interval() {
        let text = TrialSummary([
            Fixture.command {
                $0.quality[.peakRSS] = .interval
                $0.peakRSSHighBytes = Fixture.mebibytes(22.15)
            }
        ]).text
        #expect(text.contains("stayed within 32.0 MiB: peak RSS 21.4 MiB, at most 10.6 MiB"))
        #expect(text.contains("21.4 MiB, or up to 768.0 KiB more · interval"))
    }

    @Test("A budget inside the interval is inconclusive", arguments: [nil, 2, 1])
    func undecided(processors: Int?) {
        let trial = Fixture.command {
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
            counters may read up to 768.0 KiB too low\(place); \(advice).
            """
        #expect(TrialFacts([trial]).sentence.text == sentence)
        #expect(TrialFacts([trial]).sentence.tone == .caution)
    }
}
