import MemoryBudget
import RunStore

@testable import HeapProfile

extension Fixture {
    /// A profile of a program that loads, parses and indexes, with 300 MiB live at its peak. Each
    /// site is a stack, outermost frame first, and a size in MiB.
    static func profiled(
        _ sites: [([String], Double)] = loading, strategy: String = "load-all"
    ) -> ProfileRecord {
        let names = Set(sites.flatMap(\.0)).sorted()
        let frames = names.enumerated().map { index, name in
            HeapProfile.Frame(
                module: 0, address: UInt64(4096 + index),
                functions: [
                    HeapProfile.Function(
                        name: name, symbol: "_Z\(name)", file: "/src/app.swift", line: index + 1,
                        role: role(of: name))
                ])
        }
        let stacks = sites.map { stack, size in
            site(stack.reversed().compactMap(names.firstIndex), mebibytes(size))
        }
        let peak = sites.reduce(0) { $0 + mebibytes($1.1) }
        let heap = HeapProfile(
            processID: 7, sampleIntervalBytes: 512 << 10, firstSampleIntervalBytes: 512 << 10,
            peakBytes: peak, peakErrorBytes: 0, endBytes: peak / 2, totalBytes: 3 * peak,
            totalCount: 50_000, threadCount: 1, lostSampleCount: 0, samplingNanoseconds: 0,
            modules: [HeapProfile.Module(path: "/usr/local/bin/importer", buildID: "ab12")],
            frames: frames, sites: stacks)
        return ProfileRecord(trial: command { $0.strategy = strategy }, heap: heap)
    }

    /// A profile like ``loading`` of a cell, with a breakdown of 360 MiB of resident memory.
    static func profile(
        of cell: CellRecord, _ adjust: (inout ProfileRecord) -> Void = { _ in }
    ) -> ProfileRecord {
        var record = profiled(strategy: cell.strategy)
        record.trial.kind = .profiled
        record.trial.parameters = cell.parameters
        record.trial.scale = cell.scale
        record.trial.peakRSSBytes = mebibytes(360)
        record.trial.peakAnonBytes = mebibytes(350)
        var memory = MemoryBreakdown()
        memory.liveBytes = mebibytes(300)
        memory.slackBytes = mebibytes(20)
        memory.retainedBytes = mebibytes(25)
        memory.binariesBytes = mebibytes(14)
        memory.unexplainedBytes = mebibytes(1)
        record.heap.peakBreakdown = memory
        adjust(&record)
        return record
    }

    /// A phase that started when the first site of ``loading`` held 10 MiB.
    static func phase(_ name: String) -> HeapProfile.Phase {
        let bytes = mebibytes(10)
        return HeapProfile.Phase(
            name: name, startedNanoseconds: 1_200_000_000, liveBytes: bytes,
            sites: [
                HeapProfile.Phase.Site(
                    site: 0, bytes: Double(bytes), variance: 1e12, totalVariance: 1e12)
            ])
    }

    static let loading: [([String], Double)] = [
        (["main", "App.Importer.run", "App.Importer.loadAll", "Array.append"], 120),
        (["main", "App.Importer.run", "App.Importer.loadAll", "GRDB.Row.init"], 80),
        (["main", "App.Importer.run", "App.Index.build"], 90),
        (["main", "App.Importer.run", "App.Log.write"], 9.97),
        (["main", "App.Importer.run", "App.Tiny.first", "App.Tiny.second"], 0.02),
        (["main", "App.Importer.run", "App.Tiny.third"], 0.01),
    ]

    private static func role(of name: String) -> FrameRole {
        name.hasPrefix("GRDB") ? .library : name.hasPrefix("Array") ? .runtime : .user
    }

    private static func site(_ stack: [Int], _ bytes: Int) -> HeapProfile.Site {
        func sum(_ bytes: Double) -> HeapProfile.Sum {
            HeapProfile.Sum(samples: 9, bytes: bytes, variance: bytes, count: bytes / 1024)
        }
        return HeapProfile.Site(
            stack: stack, peak: sum(Double(bytes)), end: sum(Double(bytes) / 2),
            total: sum(Double(bytes) * 3), totalCount: Double(bytes) / 256, temporaryCount: 0)
    }
}
