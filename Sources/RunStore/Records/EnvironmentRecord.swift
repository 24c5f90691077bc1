package import MemoryBudget

/// The machine that a run was made on, with the facts that comparisons depend on.
package struct EnvironmentRecord: Hashable, Sendable, Codable {
    /// The kernel's name and release: `Linux 6.1.0-18-amd64`.
    package var kernel: String
    /// The architecture: `x86_64` or `aarch64`.
    package var architecture: String
    /// The number of processors that the harness may use.
    package var cpus: Int
    /// The physical memory in bytes, or the container's limit if that is lower.
    package var memoryBytes: Int
    /// The page size, in bytes.
    package var pageSizeBytes: Int
    /// The transparent huge pages setting, `always`, `madvise` or `never`; `nil` if the kernel has
    /// none.
    package var thp: String?
    /// The size of the swap space, in bytes; `nil` if it could not be read.
    package var swapBytes: Int?
    /// The preloadable allocator with its version, `jemalloc 5.3.0`; `nil` if there is none.
    package var allocator: String?
    /// The C library with its version, `glibc 2.36`, which is the allocator of programs without
    /// their own; `nil` if unknown.
    package var cLibrary: String?
    /// The version of the Swift compiler that built membudget; `nil` if unknown.
    package var swift: String?
    /// The package traits that membudget was built with, sorted.
    package var traits: [String]
    /// The ways in which this machine can enforce budgets, strongest first.
    package var enforcement: [EnforcementTier]
    /// The noise between equal trials on this machine; `nil` if not measured.
    package var noiseFloor: NoiseRecord?

    /// Creates a record.
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

    /// The differences to another machine.
    package struct Differences: Hashable, Sendable {
        /// The differences that make peaks incomparable.
        package var decisive: [ConditionDifference] = []
        /// The differences that may shift peaks, or only times.
        package var others: [ConditionDifference] = []

        /// All differences, the decisive ones first.
        package var all: [ConditionDifference] { decisive + others }
    }

    /// Returns the differences to the machine of another run, without its measured properties.
    ///
    /// The allocator is only known after the first trial; an unknown one is not compared.
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
