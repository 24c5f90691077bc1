/// The memory charged to a cgroup, by kind, in bytes; `nil` for kinds that the kernel doesn't
/// report separately.
package struct ChargeParts: Hashable, Sendable, Codable {
    /// Private memory of processes, such as heaps and stacks.
    package var anonBytes: Int?
    /// Files on tmpfs and shared memory, which can't be reclaimed.
    package var shmemBytes: Int?
    /// Pages of other files, which are reclaimed before a process is killed.
    package var fileBytes: Int?
    /// Memory of the kernel itself: page tables, kernel stacks, sockets, directory entries.
    package var kernelBytes: Int?

    /// Creates a split; without arguments, nothing is known.
    package init(
        anonBytes: Int? = nil, shmemBytes: Int? = nil, fileBytes: Int? = nil,
        kernelBytes: Int? = nil
    ) {
        self.anonBytes = anonBytes
        self.shmemBytes = shmemBytes
        self.fileBytes = fileBytes
        self.kernelBytes = kernelBytes
    }

    /// The sum of the known parts.
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
