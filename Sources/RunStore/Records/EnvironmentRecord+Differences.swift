internal import MemoryBudget

extension EnvironmentRecord {
    /// How another machine differs, a sentence part each: `page size is 16384, not 4096`.
    package struct Differences: Hashable, Sendable {
        /// What makes peaks incomparable.
        package var decisive: [String] = []
        /// What may shift them, or only their times.
        package var others: [String] = []

        /// Whether the machines can be told apart at all.
        package var isEmpty: Bool { all.isEmpty }

        /// Both, the decisive ones first.
        package var all: [String] { decisive + others }
    }

    /// Compares with the machine of another run; what it measured of itself is left out.
    ///
    /// The allocator is not known before the first trial, so it is not compared with an unknown one.
    package func differences(of other: EnvironmentRecord) -> Differences {
        var differences = Differences()
        func compare<Value: Equatable>(
            _ name: String, _ value: (EnvironmentRecord) -> Value,
            _ list: WritableKeyPath<Differences, [String]>
        ) {
            let (found, wanted) = (value(other), value(self))
            guard found != wanted else { return }
            differences[keyPath: list].append("\(name) is \(found), not \(wanted)")
        }
        compare("architecture", \.architecture, \.decisive)
        compare("page size", \.pageSizeBytes, \.decisive)
        compare("transparent huge pages", { $0.thp ?? "none" }, \.decisive)
        if let own = allocator, let theirs = other.allocator, own != theirs {
            differences.decisive.append("allocator is \(theirs), not \(own)")
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
