import MemoryBudget
import RunStore

@testable import HeapProfile

extension Fixture {
    /// A profile of a program that loads, parses and indexes, with 300 MiB live at its peak: each site
    /// a stack, outermost first, and MiB.
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
