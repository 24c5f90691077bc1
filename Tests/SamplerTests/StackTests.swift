import Foundation
import TestSupport
import Testing

@testable import HeapProfile

@Suite(
    "The sampler's stacks",
    .enabled(if: Products.isBuilt("libmembudget-sampler.so"), "the sampler has not been built"))
struct StackTests {
    private static let sql = """
        with n(i) as (select 1 union all select i + 1 from n limit 9999)
        select sum(length(hex(randomblob(i)))) from n;
        """

    /// Returns the number of stacks per way of reading, for all processes of a program.
    private func counts(
        _ command: [String], interval: Int = 4096
    ) async throws -> SampleTable.StackCounts {
        let trial = try await SampledTrial.run(command, interval: interval, isChecked: true)
        #expect(trial.result.status == 0, "\(trial.result)")
        return trial.tables.values.reduce(into: SampleTable.StackCounts()) { sum, table in
            sum.walked += table.stackCounts.walked
            sum.unwound += table.stackCounts.unwound
            sum.differing += table.stackCounts.differing
        }
    }

    private func expectWalked(_ counts: SampleTable.StackCounts) {
        #expect(counts.walked + counts.unwound > 20)
        #expect(counts.differing * 100 <= counts.walked, "\(counts)")
        // On other architectures, the unwinder reads all stacks.
        #if arch(x86_64)
            // A program's start has a few, whatever it does after it.
            #expect((counts.unwound - 6) * 20 <= counts.walked, "\(counts)")
        #endif
    }

    @Test(
        "Every strategy's stacks are read with cached unwind rows, and agree with the unwinder",
        arguments: ["load-all", "library", "row-by-row", "unbounded-stream", "streamed"])
    func strategies(_ strategy: String) async throws {
        let directory = try TemporaryDirectory()
        let membudget = try Products.path("membudget")
        let data = directory.path("data")
        let made = try await Command.run(
            [membudget, "generate", "csv-rows", "--scale", "3000", "--output", data])
        try #require(made.status == 0, "\(made)")
        expectWalked(
            try await counts([
                Products.path("membudget-worker"), "run", "--pipeline", "csv-ingest",
                "--strategy", strategy, "--dataset-kind", "csv-rows",
                "--input", data + "/data.csv", "--output", directory.path("output"),
                "--set", "batch=1000", "--units", "3000",
            ]))
    }

    @Test(
        "Stacks of other compilers' programs are read with cached unwind rows as well",
        arguments: [
            ["python3", "-c", "import json; [json.loads('[1, {}]') for _ in range(9999)]"],
            ["sqlite3", ":memory:", sql],
            ["c++", "-x", "c++", "-fsyntax-only", "-include", "map", "/dev/null"],
        ].filter { Installed.has($0[0]) })
    func programs(_ command: [String]) async throws {
        expectWalked(try await counts(command))
    }

    @Test(
        "The unwinder reads code generated at run time, which no table describes",
        .enabled(if: Installed.has("node"), "there is no node"))
    func madeCode() async throws {
        let script = "let a = []; for (let i = 0; i < 9999; i++) a.push(Buffer.alloc(9999))"
        let counts = try await counts(["node", "-e", script], interval: 16 << 10)
        #expect(counts.unwound > 0 && counts.differing == 0, "\(counts)")
    }

    @Test(
        "A library that replaced another at its address has its own unwind rows",
        .enabled(if: CompiledPrograms.isPossible, "there is no gcc"))
    func replacedLibrary() async throws {
        let compiled = try CompiledPrograms()
        // The same code at the same address, with another frame.
        let libraries = try await [1000, 2000].asyncMap { bytes in
            try await compiled.compile(
                ["Tests/SamplerTests/Programs/plugin.c"],
                options: ["-O1", "-shared", "-fPIC", "-DFRAME_BYTES=\(bytes)"],
                to: "frame-of-\(bytes).so")
        }
        let program = try await compiled.compile(
            ["Tests/SamplerTests/Programs/plugins.c"], to: "plugins")
        let trial = try await SampledTrial.run(
            [program] + libraries, interval: 1024, isChecked: true)
        #expect(trial.result.status == 0, "\(trial.result)")
        withExtendedLifetime(compiled) {}
        let counts = try #require(trial.largest?.stackCounts)
        #expect(counts.walked + counts.unwound > 100 && counts.differing == 0, "\(counts)")
    }
}
