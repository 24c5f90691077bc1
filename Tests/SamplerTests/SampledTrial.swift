import Foundation
import HeapProfile
import TestSupport

/// A program run with the preloaded sampler, and the resulting tables.
struct SampledTrial {
    let result: Command.Result
    /// The tables by file name: `PID-N`.
    let tables: [String: SampleTable]

    /// The program's malloc.
    enum Allocator: String, CaseIterable {
        /// The C library's malloc, with the C++ library loaded.
        case system = "libstdc++.so.6"
        case jemalloc = "libjemalloc.so.2"
    }

    /// - Parameters:
    ///   - command: The program and its arguments.
    /// - interval: The bytes between two samples.
    /// - isChecked: Whether the unwinder also reads every stack.
    static func run(
        _ command: [String], allocator: Allocator = .system, interval: Int = 64 << 10,
        seed: Int = 1, isChecked: Bool = false
    ) async throws -> SampledTrial {
        let directory = try TemporaryDirectory()
        let sampler = try Products.path("libmembudget-sampler.so")
        let result = try await Command.run(
            [
                "env", "LD_PRELOAD=\(sampler):\(allocator.rawValue)",
                "MEMBUDGET_SAMPLE_TABLES=\(directory.path)",
                "MEMBUDGET_SAMPLE_INTERVAL=\(interval)", "MEMBUDGET_SAMPLE_SEED=\(seed)",
                "MEMBUDGET_SAMPLE_CHECK=\(isChecked ? 1 : 0)",
            ] + command)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        var tables: [String: SampleTable] = [:]
        for name in names {
            let contents = try Data(contentsOf: URL(fileURLWithPath: directory.path(name)))
            tables[name] = SampleTable([UInt8](contents))
        }
        return SampledTrial(result: result, tables: tables)
    }

    /// The table of the process that held most.
    var largest: SampleTable? { tables.values.max { $0.peakLiveBytes < $1.peakLiveBytes } }
}
