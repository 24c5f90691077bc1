internal import MemoryBudget

/// The properties that machines must share for their peaks to be comparable; they name a baseline's
/// folder.
package struct EnvironmentClass: Hashable, Sendable, Codable {
    /// The architecture: `x86_64` or `aarch64`.
    package var architecture: String
    /// The allocator of the trials, with its version: `jemalloc 5.3.0`, `glibc 2.36`.
    package var allocator: String
    /// The page size, in bytes.
    package var pageSizeBytes: Int
    /// The transparent huge pages setting; `nil` if the kernel has none.
    package var thp: String?
    /// The version of the Swift compiler that built a pipeline's worker; `nil` if unknown, and for
    /// a command.
    package var swift: String?
    /// The package traits that a pipeline's worker was built with, sorted; empty for a command.
    package var traits: [String]
    /// The runtimes of a command: `python-3.11.2`; empty if none is known, `nil` for a pipeline.
    package var runtimes: [String]?

    /// Creates the class of a machine, an allocator and the measured program.
    ///
    /// - Parameter runtimes: The runtimes of a command, whose memory doesn't depend on the build of
    ///   membudget; `nil`, the default, for a pipeline.
    package init(
        _ environment: EnvironmentRecord, allocator: String, runtimes: [String]? = nil
    ) {
        architecture = environment.architecture
        self.allocator = allocator
        pageSizeBytes = environment.pageSizeBytes
        thp = environment.thp
        swift = runtimes == nil ? environment.swift : nil
        traits = runtimes == nil ? environment.traits : []
        self.runtimes = runtimes
    }

    /// Creates the class in which a scenario was measured, with the allocator recorded in its
    /// trials.
    ///
    /// Trials without jemalloc used their own allocator, of which only the C library is known.
    package init(of scenario: ScenarioRecord, in environment: EnvironmentRecord) {
        let trials = scenario.cells.lazy.flatMap(\.measured)
        let version = trials.filter(\.allocator.isAttached).compactMap(\.allocator.version).first
        self.init(
            environment,
            // Without the commit that some builds append: 5.3.0-0-g54eaed1d….
            allocator: version.map { "jemalloc \($0.prefix { $0 != "-" })" }
                ?? environment.cLibrary ?? "system",
            runtimes: scenario.baselineClass)
    }

    /// The name of its folder, `x86_64-jemalloc-5.3.0-4KiB-thp-madvise-swift-6.3-PostgreSQL-XLSX`;
    /// for a command, `x86_64-glibc-2.36-4KiB-thp-madvise-python-3.11.2`.
    package var name: String {
        let parts =
            [architecture, allocator, ByteCount(pageSizeBytes).argument]
            + ["thp", thp ?? "none"] + (runtimes ?? ["swift", swift ?? "unknown"] + traits)
        let text = parts.joined(separator: "-")
        return String(
            text.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "._-".contains($0) ? $0 : "-" }
        )
    }

    enum CodingKeys: String, StoredKey {
        case architecture, allocator
        case pageSizeBytes = "page_size_bytes"
        case thp, swift, traits, runtimes
    }
}
