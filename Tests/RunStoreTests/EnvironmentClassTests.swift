import MemoryBudget
import Testing

@testable import RunStore

@Suite("Environment classes")
struct EnvironmentClassTests {
    private let environment = EnvironmentRecord.baselineSample

    @Test("The environment class is the folder's name")
    func name() {
        #expect(
            EnvironmentClass(of: ScenarioRecord.baselineSample(units: [1_000]), in: environment)
                .name
                == "x86_64-jemalloc-5.3.0-4KiB-thp-madvise-swift-6.3-PostgreSQL-XLSX")
        var bare = environment
        (bare.thp, bare.swift, bare.traits) = (nil, nil, [])
        #expect(
            EnvironmentClass(bare, allocator: "evil/../name").name
                == "x86_64-evil-..-name-4KiB-thp-none-swift-unknown")
    }

    @Test(
        "A command's class has its runtimes, and nothing about the build of membudget",
        arguments: [
            (["python-3.11.2"], "-python-3.11.2"), ([], ""),
            (["node-20.1.0", "numpy-2"], "-node-20.1.0-numpy-2"),
        ])
    func runtimes(_ runtimes: [String], end: String) {
        var command = ScenarioRecord.baselineSample(units: [1_000])
        command.baselineClass = runtimes
        let found = EnvironmentClass(of: command, in: environment)
        #expect(found.name == "x86_64-jemalloc-5.3.0-4KiB-thp-madvise" + end)
        #expect(found.swift == nil && found.traits.isEmpty)
    }
}
