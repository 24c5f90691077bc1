import Glibc
import MemoryBudget

/// A version of the kernel's control groups: the names of its files, and their rules.
protocol CgroupVersion: Sendable {
    /// The version's name in records.
    var tier: EnforcementTier { get }
    /// The name for people, such as `v1`.
    var title: String { get }
    /// Whether this version reports that a machine has no memory controller.
    var answersForNone: Bool { get }
    /// The file with the memory limit of a group.
    var limitFile: String { get }

    /// Returns the folder of our own group; `nil` if this version doesn't limit memory here.
    func ownPath(groups: [CgroupLocation.Group], mounts: [CgroupLocation.Mount]) -> String?
    /// Returns why a process can't create groups with limits below its group; `nil` if it can.
    func obstacle(to process: pid_t, in group: CgroupReader) -> CgroupStanding.Obstacle?
    /// Prepares our own group for groups with limits below it.
    ///
    /// - Returns: Whether this process was moved to the leaf.
    func divide(
        _ own: String, leaf: String, files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> Bool
    /// Undoes ``divide(_:leaf:files:)`` and removes the leaf.
    func reunite(_ own: String, leaf: String, files: any CgroupFiles)
    /// Returns the values to write for a limit, in this order.
    func settings(limitBytes: Int, of group: CgroupReader) -> [CgroupSetting]
    /// Returns the number of a group's processes that the kernel killed because memory ran out.
    func killCount(of group: CgroupReader) -> Int
    /// Returns the kernel's counters of a group.
    func counters(of group: CgroupReader) -> CgroupCounters
    /// Returns the current charge of a group, in bytes; `nil` if it can't be read.
    func chargeBytes(of group: CgroupReader) -> Int?
    /// Returns the current charge of a group by kind.
    func chargeParts(of group: CgroupReader) -> ChargeParts
    /// Returns the memory pressure on a group; `nil` if the kernel doesn't count it.
    func pressure(on group: CgroupReader) -> PressureReading?
    /// Kills every process of a group, if the kernel can do so in one step.
    func killAll(in group: CgroupReader)
}

extension CgroupVersion {
    func divide(
        _ own: String, leaf: String, files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> Bool { false }
    func reunite(_ own: String, leaf: String, files: any CgroupFiles) {}
    func killAll(in group: CgroupReader) {}
    func pressure(on group: CgroupReader) -> PressureReading? { nil }
}

/// A value for a file of a group.
struct CgroupSetting {
    var file: String
    var value: String
    /// Whether a limit is ineffective without this setting.
    var isRequired = false
}

/// The kernel's counters of a group.
struct CgroupCounters: Equatable, Sendable {
    /// The number of processes that the kernel killed because memory ran out.
    var killCount = 0
    /// The highest charge, in bytes; unlike RSS, it includes page cache and kernel memory. 0 if the
    /// kernel keeps no high-water mark (version 2 before Linux 5.19).
    var peakBytes = 0
    /// The number of limit hits; `nil` if that can't be read.
    var limitHitCount: Int?
    /// Whether the limit was hit; `nil` if that isn't counted, and the peak decides.
    var hitLimit: Bool?
    /// The current charge, by kind. Once every process is gone, its shared memory consists of files
    /// on tmpfs, which no metric of a process counts.
    var parts = ChargeParts()
    /// The kernel's own memory for the group (pipes, page tables), in bytes: charged, but in no
    /// metric.
    var kernelBytes = 0

    /// The current charge for tmpfs and shared memory, in bytes.
    var sharedBytes: Int { parts.shmemBytes ?? 0 }
}

/// The files of one group.
struct CgroupReader: Sendable {
    let path: String
    let files: any CgroupFiles

    /// Returns the whole text of a file; `nil` if it can't be read.
    func text(_ file: String) -> String? {
        files.read("\(path)/\(file)")
    }

    /// Returns the number in a file.
    func number(_ file: String) -> Int? {
        text(file).flatMap { Int($0.filter { !$0.isWhitespace }) }
    }

    /// The parent of the group; `nil` for the root group.
    var parent: CgroupReader? {
        guard let end = path.lastIndex(of: "/"), end > path.startIndex else { return nil }
        return CgroupReader(path: String(path[..<end]), files: files)
    }

    /// Returns the number after a key in a file.
    func number(_ file: String, key: String) -> Int? { numbers(file)[key] }

    /// Returns the numbers in a file by their keys, from a single reading.
    func numbers(_ file: String) -> [String: Int] {
        (text(file) ?? "").split(separator: "\n").reduce(into: [:]) { numbers, line in
            let parts = line.split(separator: " ")
            if parts.count == 2 { numbers[String(parts[0])] = Int(parts[1]) }
        }
    }
}

extension ChargeParts {
    /// Creates the parts from the numbers of `memory.stat`. In both versions, the page cache
    /// includes shared memory and tmpfs; `kernel` exists in version 2 since Linux 5.18.
    ///
    /// - Parameters:
    ///   - anonymousKey: The version's key for anonymous memory.
    ///   - fileKey: The version's key for the page cache.
    init(stat: [String: Int], anonymousKey: String, fileKey: String) {
        let shmem = stat["shmem"]
        self.init(
            anonBytes: stat[anonymousKey], shmemBytes: shmem,
            fileBytes: stat[fileKey].map { max(0, $0 - (shmem ?? 0)) }, kernelBytes: stat["kernel"])
    }
}
