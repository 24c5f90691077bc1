import Glibc
import MemoryBudget

/// A generation of the kernel's control groups: the names of its files, and their rules.
protocol CgroupVersion: Sendable {
    /// The name in records.
    var tier: EnforcementTier { get }
    /// The name for people, `v1`.
    var title: String { get }
    /// Whether it answers for machines without a memory controller.
    var answersForNone: Bool { get }
    /// The file with the memory limit of a group.
    var limitFile: String { get }

    /// The folder of our own group; nil if this version doesn't limit memory here.
    func ownPath(groups: [CgroupLocation.Group], mounts: [CgroupLocation.Mount]) -> String?
    /// Looks for a reason why a process can't make groups with limits below its group; nil if it can.
    func obstacle(to process: pid_t, in group: CgroupReader) -> CgroupStanding.Obstacle?
    /// Prepares our own group for groups with limits below it.
    ///
    /// - Returns: Whether this process was moved to the leaf.
    func divide(
        _ own: String, leaf: String, files: any CgroupFiles
    ) throws(EnforcementUnavailable) -> Bool
    /// Undoes that, and removes the leaf.
    func reunite(_ own: String, leaf: String, files: any CgroupFiles)
    /// What has to be written for a limit, in this order.
    func settings(limitBytes: Int, of group: CgroupReader) -> [CgroupSetting]
    /// The number of processes of a group that the kernel killed for want of memory.
    func killCount(of group: CgroupReader) -> Int
    /// The kernel's counters of a group.
    func counters(of group: CgroupReader) -> CgroupCounters
    /// The charge of a group now, in bytes; nil if it can't be read.
    func chargeBytes(of group: CgroupReader) -> Int?
    /// The same by kind.
    func chargeParts(of group: CgroupReader) -> ChargeParts
    /// The memory pressure on a group; nil where the kernel doesn't count it.
    func pressure(on group: CgroupReader) -> PressureReading?
    /// Ends every process of a group, where the kernel can do it in one step.
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
    /// Whether a limit without it is none.
    var isRequired = false
}

/// What the kernel counted for a group.
struct CgroupCounters: Equatable, Sendable {
    /// Processes that the kernel killed for want of memory.
    var killCount = 0
    /// The highest charge: not RSS, it includes page cache and kernel memory. 0 where the kernel keeps no
    /// high-water mark (version 2 before Linux 5.19).
    var peakBytes = 0
    /// The times that the limit was met; nil if that can't be read.
    var limitHitCount: Int?
    /// Whether the limit was met; nil where nothing counts that, and the peak is the judge.
    var hitLimit: Bool?
    /// The charge now, by kind. Once every process is gone, its shared memory is files on tmpfs, which no
    /// metric of a process counts.
    var parts = ChargeParts()
    /// What the kernel itself holds for the group (pipes, page tables): charged, and in no metric.
    var kernelBytes = 0

    /// The charge for tmpfs and shared memory now.
    var sharedBytes: Int { parts.shmemBytes ?? 0 }
}

/// The files of one group.
struct CgroupReader: Sendable {
    let path: String
    let files: any CgroupFiles

    /// The whole of a file; nil if it can't be read.
    func text(_ file: String) -> String? {
        files.read("\(path)/\(file)")
    }

    /// The number that a file holds.
    func number(_ file: String) -> Int? {
        text(file).flatMap { Int($0.filter { !$0.isWhitespace }) }
    }

    /// The group that it is in; nil for the highest.
    var parent: CgroupReader? {
        guard let end = path.lastIndex(of: "/"), end > path.startIndex else { return nil }
        return CgroupReader(path: String(path[..<end]), files: files)
    }

    /// The number behind a key of a file.
    func number(_ file: String, key: String) -> Int? { numbers(file)[key] }

    /// The numbers of a file, by the key before each; all of one reading.
    func numbers(_ file: String) -> [String: Int] {
        (text(file) ?? "").split(separator: "\n").reduce(into: [:]) { numbers, line in
            let parts = line.split(separator: " ")
            if parts.count == 2 { numbers[String(parts[0])] = Int(parts[1]) }
        }
    }
}

extension ChargeParts {
    /// Reads the numbers of `memory.stat`. In both versions the files include shared memory and tmpfs;
    /// `kernel` is there in version 2 from Linux 5.18 on.
    ///
    /// - Parameters:
    ///   - anonymousKey: The version's name of anonymous memory.
    ///   - fileKey: Its name of the page cache.
    init(stat: [String: Int], anonymousKey: String, fileKey: String) {
        let shmem = stat["shmem"]
        self.init(
            anonBytes: stat[anonymousKey], shmemBytes: shmem,
            fileBytes: stat[fileKey].map { max(0, $0 - (shmem ?? 0)) }, kernelBytes: stat["kernel"])
    }
}
