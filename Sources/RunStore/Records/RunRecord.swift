package import MemoryBudget

/// One invocation of `membudget bench` or `gate`, as `run.json` holds it.
///
/// Every key is documented with its unit in `Documentation/JSON.md`. Values are stored unrounded;
/// a figure that could not be read is `null`, never zero.
package struct RunRecord: Hashable, Sendable, Codable {
    /// The format's name and version; a reader refuses any other.
    package static let schema = "membudget.run/1"

    /// Name and version of the format that the file follows.
    package private(set) var schema = Self.schema
    /// What wrote it.
    package var tool: ToolRecord
    /// UTC, ISO 8601 with milliseconds.
    package var startedAt: String
    /// UTC, ISO 8601 with milliseconds; nil for a run that has not come to its end.
    package var finishedAt: String?
    /// The machine it ran on.
    package var environment: EnvironmentRecord
    /// Seed of the order of trials.
    package var seed: UInt64
    /// As it was typed, program first.
    package var commandLine: [String]
    /// What was asked for; nil for a run that was put together in code.
    package var plan: PlanRecord?
    /// The shards that were joined, in order; nil for a run that was measured in one piece.
    package var shards: [ShardRecord]?
    /// In the order of the command line.
    package var scenarios: [ScenarioRecord]
    /// What the gate found; nil for a run that only measured.
    package var gate: GateRecord?

    /// Makes a record.
    package init(
        tool: ToolRecord, startedAt: String, finishedAt: String? = nil,
        environment: EnvironmentRecord, seed: UInt64, commandLine: [String],
        plan: PlanRecord? = nil, scenarios: [ScenarioRecord] = [], gate: GateRecord? = nil
    ) {
        self.tool = tool
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.environment = environment
        self.seed = seed
        self.commandLine = commandLine
        self.plan = plan
        self.scenarios = scenarios
        self.gate = gate
    }

    enum CodingKeys: String, CodingKey {
        case schema, tool
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case environment, seed
        case commandLine = "command_line"
        case plan, shards, scenarios, gate
    }
}

/// The program that wrote a run.
package struct ToolRecord: Hashable, Sendable, Codable {
    /// Of membudget, `0.1.0`.
    package var version: String

    /// Makes a record.
    package init(version: String) {
        self.version = version
    }
}

/// The machine a run was made on: what has to be equal before two runs are compared.
package struct EnvironmentRecord: Hashable, Sendable, Codable {
    /// Name and release, `Linux 6.1.0-18-amd64`.
    package var kernel: String
    /// `x86_64` or `aarch64`.
    package var architecture: String
    /// Processors that the harness may use.
    package var cpus: Int
    /// Physical memory, or the container's limit if that is lower.
    package var memoryBytes: Int
    /// Size of a page.
    package var pageSizeBytes: Int
    /// Transparent huge pages: `always`, `madvise` or `never`; nil if the kernel has none.
    package var thp: String?
    /// Size of the swap space; nil if it could not be read.
    package var swapBytes: Int?
    /// The preloadable allocator and its version, `jemalloc 5.3.0`; nil if there is none.
    package var allocator: String?
    /// The C library with its version, `glibc 2.36`: the allocator of what brings none; nil if it is
    /// not known.
    package var cLibrary: String?
    /// Version of the Swift compiler that built membudget; nil if it is not known.
    package var swift: String?
    /// The package's traits that it was built with, sorted.
    package var traits: [String]
    /// What this machine can enforce budgets with, strongest first.
    package var enforcement: [EnforcementTier]
    /// How far equal trials lie apart here; nil if it wasn't measured.
    package var noiseFloor: NoiseRecord?

    /// Makes a record.
    package init(
        kernel: String, architecture: String, cpus: Int, memoryBytes: Int, pageSizeBytes: Int,
        thp: String? = nil, swapBytes: Int? = nil, allocator: String? = nil,
        cLibrary: String? = nil, swift: String? = nil, traits: [String] = [],
        enforcement: [EnforcementTier] = [], noiseFloor: NoiseRecord? = nil
    ) {
        self.kernel = kernel
        self.architecture = architecture
        self.cpus = cpus
        self.memoryBytes = memoryBytes
        self.pageSizeBytes = pageSizeBytes
        self.thp = thp
        self.swapBytes = swapBytes
        self.allocator = allocator
        self.cLibrary = cLibrary
        self.swift = swift
        self.traits = traits
        self.enforcement = enforcement
        self.noiseFloor = noiseFloor
    }

    enum CodingKeys: String, CodingKey {
        case kernel, architecture, cpus
        case memoryBytes = "memory_bytes"
        case pageSizeBytes = "page_size_bytes"
        case thp
        case swapBytes = "swap_bytes"
        case allocator
        case cLibrary = "c_library"
        case swift, traits, enforcement
        case noiseFloor = "noise_floor"
    }
}
