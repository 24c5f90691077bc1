package import Files
package import MemoryBudget

/// A file that affects a run's measurements, as it was at the start: a program, a script or an
/// input. A run is resumed only if its content is unchanged.
package struct PlannedFileRecord: Hashable, Sendable, Codable {
    /// The role of the file.
    package var role: Role
    /// The build that uses it.
    package var build: Build
    /// The name used in the command, or a worker's file name.
    package var name: String
    /// The absolute path without links.
    package var path: String
    /// The digest of its content; `nil` if the file was too large.
    package var digest: String?
    /// The size in bytes.
    package var bytes: Int
    /// The device that holds it.
    package var device: UInt64
    /// The inode on that device.
    package var inode: UInt64
    /// The modification time of its content, in nanoseconds since 1970.
    package var modifiedNanoseconds: Int
    /// The change time of its inode, in nanoseconds since 1970.
    package var changedNanoseconds: Int

    /// The role of a file; the raw value is its name in JSON.
    package enum Role: String, Codable, Sendable {
        /// The worker that runs the pipeline.
        case worker
        /// The program that the scenario's command starts.
        case program
        /// A file that the scenario's command names, such as a script.
        case argument
        /// The file given with `--input`.
        case input
    }

    /// Creates a record of a file with this stamp.
    package init(
        role: Role, build: Build = .head, name: String, path: String, digest: String?,
        stamp: FileStamp
    ) {
        self.role = role
        self.build = build
        self.name = name
        self.path = path
        self.digest = digest
        bytes = stamp.bytes
        device = stamp.device
        inode = stamp.inode
        modifiedNanoseconds = stamp.modifiedNanoseconds
        changedNanoseconds = stamp.changedNanoseconds
    }

    /// The file's stamp.
    package var stamp: FileStamp {
        FileStamp(
            device: device, inode: inode, bytes: bytes, modifiedNanoseconds: modifiedNanoseconds,
            changedNanoseconds: changedNanoseconds)
    }

    enum CodingKeys: String, StoredKey {
        case role, build, name, path, digest, bytes, device, inode
        case modifiedNanoseconds = "modified_ns"
        case changedNanoseconds = "changed_ns"
    }
}

extension PlannedFileRecord {
    /// Returns whether two records have the same content, as far as is known.
    private func hasContent(of other: PlannedFileRecord) -> Bool {
        if stamp == other.stamp { return true }
        guard let digest, let theirs = other.digest else { return false }
        return digest == theirs && bytes == other.bytes
    }

    private func isNamed(as other: PlannedFileRecord) -> Bool {
        role == other.role && build == other.build && name == other.name
    }

    /// Returns the differences between the files of two plans.
    ///
    /// A file that did not exist at the first plan doesn't count, because the run itself may write
    /// it.
    static func differences(
        of found: [PlannedFileRecord], from wanted: [PlannedFileRecord], in scenario: String
    ) -> [ConditionDifference] {
        wanted.compactMap { file in
            let same = found.first { $0.isNamed(as: file) }
            guard let same else {
                return .missingFile(scenario: scenario, role: file.role, path: file.path)
            }
            return same.hasContent(of: file)
                ? nil : .fileContent(scenario: scenario, role: file.role, path: same.path)
        }
    }
}
