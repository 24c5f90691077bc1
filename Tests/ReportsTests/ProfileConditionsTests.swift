import MemoryBudget
import RunStore
import TestSupport
import Testing

@testable import HeapProfile
@testable import Reports

@Suite("The conditions of a profile")
struct ProfileConditionsTests {
    /// The text on one line, with single blanks.
    private func text(_ change: (inout HeapProfile) -> Void) -> String {
        var record = Fixture.profiled()
        change(&record.heap)
        return ProfileTable().text(of: record).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    private func mapped(_ frame: Int, resident: Int, size: Int) -> HeapProfile.MapSite {
        let sum = HeapProfile.MapSum(count: 3, bytes: size << 20, residentBytes: resident << 20)
        return HeapProfile.MapSite(stack: [frame], peak: sum, end: sum)
    }

    private func breakdown(maps: Int) -> MemoryBreakdown {
        var breakdown = MemoryBreakdown()
        breakdown.liveBytes = 300 << 20
        breakdown.anonymousMapsBytes = maps << 20
        return breakdown
    }

    @Test("A sampling interval that was raised is shown with the first one")
    func raised() {
        let raised = text { $0.sampleIntervalBytes = 2 << 20 }
        #expect(raised.contains("one sample per 2.0 MiB allocated, raised from 512.0 KiB"))
        #expect(!text { _ in }.contains("raised"))
    }

    @Test("A program without debug information is reported to have names without lines")
    func withoutLines() {
        let said = "the program has no debug information"
        func strip(_ function: inout HeapProfile.Function) {
            function.file = nil
            function.line = nil
        }
        let stripped = text { heap in
            for frame in heap.frames.indices {
                for function in heap.frames[frame].functions.indices {
                    strip(&heap.frames[frame].functions[function])
                }
            }
        }
        #expect(stripped.contains(said))
        #expect(!text { _ in }.contains(said))
        #expect(!text { strip(&$0.frames[0].functions[0]) }.contains(said))
        // Without a symbolizer, debug information would not help.
        #expect(
            !text { heap in
                for frame in heap.frames.indices { heap.frames[frame].functions = [] }
                heap.namesMissing = .noSymbolizer
            }.contains(said))
    }

    @Test("Call sites of another process than the largest are named as such")
    func another() {
        #expect(text { $0.largestUnprofiled = 12 }.contains("process 7, not the largest, 12"))
        #expect(!text { _ in }.contains("not the largest"))
    }

    @Test("The memory of the largest process says nothing about another's malloc")
    func share() {
        var record = Fixture.profiled()
        record.trial.peakAnonBytes = 4000 << 20
        #expect(record.explainsTooLittle)
        record.heap.largestUnprofiled = 12
        #expect(record.explainedShare == nil && !record.explainsTooLittle)
    }

    @Test("For a command that died, the resident share of its live memory is given")
    func untouched() {
        func died(resident: Int) -> String {
            text {
                $0.threads = []
                var memory = MemoryBreakdown()
                memory.liveBytes = resident << 20
                $0.endBreakdown = memory
            }
        }
        #expect(died(resident: 14).contains("only 14.0 MiB of the live memory was resident"))
        #expect(!died(resident: 149).contains("was resident"))
    }

    @Test("The row of anonymous maps names the caller that mapped most of what is resident")
    func row() {
        let one = text {
            $0.maps = [mapped(1, resident: 40, size: 400)]
            $0.peakBreakdown = breakdown(maps: 40)
        }
        #expect(
            one.contains("anonymous maps outside malloc, by App.Importer.run (app.swift:2) 340.0"))
        #expect(!one.contains("by caller"))
    }

    @Test("If malloc explains little and maps hold more, the headline names their caller")
    func headline() {
        var record = Fixture.profiled()
        record.trial.peakAnonBytes = 2 << 30
        record.heap.maps = [mapped(1, resident: 900, size: 2000)]
        record.heap.peakBreakdown = breakdown(maps: 900)
        func headline() -> String {
            ProfileHeadline(record, sites: NamedSites(record.heap, at: .peak)).text
        }
        #expect(
            headline().hasSuffix(
                "75 % of resident memory is anonymous maps, by App.Importer.run (app.swift:2)"))
        record.heap.peakBreakdown = breakdown(maps: 200)
        #expect(headline().hasSuffix("the table of resident memory shows the rest"))
    }

    @Test("Several callers have a table, unless they hold too little to matter")
    func table() {
        let sites = (1...6).map { mapped($0, resident: 10 * $0, size: 100) }
        let several = text {
            $0.maps = sites
            $0.peakBreakdown = breakdown(maps: 210)
        }
        #expect(several.contains("outside malloc, most by"))
        #expect(
            several.contains("MiB resident mapped maps anonymous maps outside malloc, by caller"))
        #expect(several.contains("10.0 100.0 3 1 more caller"), "\(several)")
        let little = text {
            $0.maps = sites
            $0.peakBreakdown = breakdown(maps: 1)
        }
        #expect(!little.contains("by caller"))
    }

    @Test("Maps that did not fit into the table are reported as missing")
    func lostMaps() {
        #expect(text { $0.lostMapCount = 2 }.contains("2 anonymous maps missing"))
    }
}
