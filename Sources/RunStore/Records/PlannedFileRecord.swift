package import Files
package import MemoryBudget

/// A file that decides over what a run measures, as it was when the run began: a program, a script or
/// an input. A run is resumed only with the same content.
package struct PlannedFileRecord: Hashable, Sendable, Codable {
    /// Why it matters.
    package var role: Role
    /// The build that uses it.
    package var build: Build
    /// As the command names it; a worker's file name.
    package var name: String
    /// Where it is, absolute and without links.
    package var path: String
    /// The digest of its content; nil if it was too large to be read for that.
    package var digest: String?
    /// Its size, in bytes.
    package var bytes: Int
    /// The device that it is on.
    package var device: UInt64
    /// Its inode there.
    package var inode: UInt64
    /// When its content was changed, in nanoseconds since 1970.
    package var modifiedNanoseconds: Int
    /// When its inode was changed, in nanoseconds since 1970.
    package var changedNanoseconds: Int

    /// Why a file matters; the raw value is its name in JSON.
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

    /// A record of a file with this stamp.
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
    /// Whether two records are of the same content, as far as is known.
    private func hasContent(of other: PlannedFileRecord) -> Bool {
        if stamp == other.stamp { return true }
        guard let digest, let theirs = other.digest else { return false }
        return digest == theirs && bytes == other.bytes
    }

    private func isNamed(as other: PlannedFileRecord) -> Bool {
        role == other.role && build == other.build && name == other.name
    }

    /// The differences of the files of one plan from those of another.
    ///
    /// One that was not there when the first was made doesn't count: what a run writes is no part of it.
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
