/// The memory that a cgroup is charged for, by kind, in bytes; nil for what the kernel doesn't count
/// apart.
package struct ChargeParts: Hashable, Sendable, Codable {
    /// Private memory of processes: heaps and stacks.
    package var anonBytes: Int?
    /// Files on tmpfs and shared memory, which can't be given back.
    package var shmemBytes: Int?
    /// Pages of other files, which are given back before anything is killed.
    package var fileBytes: Int?
    /// Memory of the kernel itself: page tables, stacks, sockets, directory entries.
    package var kernelBytes: Int?

    /// Creates a split; without arguments one of which nothing is known.
    package init(
        anonBytes: Int? = nil, shmemBytes: Int? = nil, fileBytes: Int? = nil,
        kernelBytes: Int? = nil
    ) {
        self.anonBytes = anonBytes
        self.shmemBytes = shmemBytes
        self.fileBytes = fileBytes
        self.kernelBytes = kernelBytes
    }

    /// The sum of what is known.
    package var totalBytes: Int {
        [anonBytes, shmemBytes, fileBytes, kernelBytes].compactMap(\.self).reduce(0, +)
    }

    enum CodingKeys: String, StoredKey {
        case anonBytes = "anon_bytes"
        case shmemBytes = "shmem_bytes"
        case fileBytes = "file_bytes"
        case kernelBytes = "kernel_bytes"
    }
}
