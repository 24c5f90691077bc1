internal import HeapProfile
internal import MemoryBudget
internal import RunStore

/// The lines below a profile's headline: how it was taken, and its uncertainty.
struct ProfileConditions {
    private let record: ProfileRecord

    init(_ record: ProfileRecord) { self.record = record }

    private var heap: HeapProfile { record.heap }

    var all: [String] {
        [interval, exactness, allocated, untouched].compactMap(\.self) + lost
            + [another, names, lines, language, inflation, phases].compactMap(\.self)
    }

    private var interval: String {
        let raised = heap.sampleIntervalBytes > heap.firstSampleIntervalBytes
        return "one sample per \(ByteCount(heap.sampleIntervalBytes)) allocated"
            + (raised ? ", raised from \(ByteCount(heap.firstSampleIntervalBytes))" : "")
    }

    private var exactness: String {
        guard heap.peakErrorBytes > 0 else { return "the total of live bytes is exact" }
        return "the total of live bytes is accurate to ±\(ByteCount(heap.peakErrorBytes))"
            + " (\(Figures.plural(heap.threadCount, "allocating thread")))"
    }

    /// `1.2 GiB allocated in 45.1M blocks, 83 % of them freed before the next one` of their thread,
    /// which are the temporary ones.
    private var allocated: String? {
        guard heap.totalCount > 0 else { return nil }
        let share = Figures.percent(heap.temporaryShare)
        return
            "\(ByteCount(heap.totalBytes)) allocated in \(Figures.count(heap.totalCount)) blocks,"
            + " \(share) of them freed before the next one"
    }

    /// The remark on memory that was allocated but never written, which is not resident; `nil` if
    /// that is little. Live bytes and resident memory are known for the same moment only at a
    /// death.
    private var untouched: String? {
        let live = heap.liveBytes(at: .end)
        guard record.moment == .end, let resident = record.breakdown?.liveBytes,
            Double(live) > Self.untouchedRatio * Double(resident)
        else { return nil }
        return
            "only \(ByteCount(resident)) of the live memory was resident: the rest was not yet written to"
    }

    private static let untouchedRatio = 1.25

    private var lost: [String] {
        [(heap.lostSampleCount, "sample"), (heap.lostMapCount ?? 0, "anonymous map")]
            .filter { $0.0 > 0 }
            .map { "\(Figures.plural($0.0, $0.1)) missing, because the sampler's table was full" }
    }

    /// The process of these call sites, if it is not the largest one.
    private var another: String? {
        heap.largestUnprofiled.map {
            "process \(heap.processID), not the largest, \($0), which has no sampler or was forked"
                + " without exec"
        }
    }

    /// `phases: read at 12 ms, parse at 340 ms`.
    private var phases: String? {
        heap.phases.map { phases in
            let words = phases.map { phase in
                let time = TimeSpan.describe(.nanoseconds(Int64(phase.startedNanoseconds)))
                return "\(phase.name) at \(time)"
            }
            return TerminalText.visible("phases: " + words.joined(separator: ", "))
        }
    }

    private var names: String? {
        switch heap.namesMissing {
        case .noSymbolizer: "addresses instead of names: there is no llvm-symbolizer"
        case .symbolizerFailed:
            "addresses instead of names in some files: llvm-symbolizer failed, or took too long"
        case nil: nil
        }
    }

    /// The remark on missing files and lines. Names come from a symbol table, files and lines from
    /// debug information; libraries rarely have any, so one line shows that the program has.
    private var lines: String? {
        let functions = heap.frames.lazy.flatMap(\.functions)
        guard heap.namesMissing == nil, functions.contains(where: { !$0.name.isEmpty }),
            !functions.contains(where: { $0.line != nil })
        else { return nil }
        return "functions without files and lines: the program has no debug information (build it"
            + " with -g, or install the package that has it)"
    }

    private var language: String? {
        heap.interpreter.map { interpreter in
            let share = record.explainedShare.map {
                "; malloc explains \(Figures.percent($0)) of the anonymous and shared memory"
            }
            return
                "native frames: the functions of \(interpreter) itself, not of the program that it"
                + " runs" + (share ?? "")
        }
    }

    /// `profiled: 1.01× RSS, 1.03× CPU`, the cost of profiling; `nil` if it can't be compared.
    private var inflation: String? {
        let ratios = [(record.inflation?.rssRatio, "RSS"), (record.inflation?.cpuRatio, "CPU")]
            .compactMap { ratio, name in ratio.map { "\(Figures.closeRatio($0)) \(name)" } }
        return ratios.isEmpty ? nil : "profiled: " + ratios.joined(separator: ", ")
    }
}
