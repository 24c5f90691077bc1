package import MemoryBudget

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

    enum CodingKeys: String, StoredKey {
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

    /// How another machine differs.
    package struct Differences: Hashable, Sendable {
        /// What makes peaks incomparable.
        package var decisive: [ConditionDifference] = []
        /// What may shift them, or only their times.
        package var others: [ConditionDifference] = []

        /// Both, the decisive ones first.
        package var all: [ConditionDifference] { decisive + others }
    }

    /// Compares with the machine of another run; what it measured of itself is left out.
    ///
    /// The allocator is not known before the first trial, so it is not compared with an unknown one.
    package func differences(of other: EnvironmentRecord) -> Differences {
        var differences = Differences()
        func compare<Value: Equatable>(
            _ name: String, _ value: (EnvironmentRecord) -> Value,
            _ list: WritableKeyPath<Differences, [ConditionDifference]>
        ) {
            let (found, wanted) = (value(other), value(self))
            guard found != wanted else { return }
            differences[keyPath: list].append(
                .condition(name: name, found: "\(found)", wanted: "\(wanted)"))
        }
        compare("architecture", \.architecture, \.decisive)
        compare("page size", \.pageSizeBytes, \.decisive)
        compare("transparent huge pages", { $0.thp ?? "none" }, \.decisive)
        if allocator != nil, other.allocator != nil {
            compare("allocator", { $0.allocator ?? "" }, \.decisive)
        }
        compare("C library", { $0.cLibrary ?? "unknown" }, \.decisive)
        compare("kernel", \.kernel, \.others)
        compare("processors", \.cpus, \.others)
        compare("memory in bytes", \.memoryBytes, \.others)
        compare("swap in bytes", { $0.swapBytes ?? 0 }, \.others)
        compare("traits", { $0.traits.joined(separator: ", ") }, \.others)
        compare("Swift", { $0.swift ?? "unknown" }, \.others)
        compare(
            "enforcement", { $0.enforcement.map(\.rawValue).joined(separator: " + ") }, \.others)
        return differences
    }
}
