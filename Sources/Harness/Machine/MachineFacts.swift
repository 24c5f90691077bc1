import Files
import Glibc
import MemoryBudget

/// The properties of the machine that affect measurements.
///
/// ```swift
/// let facts = MachineFacts()
/// print(facts.kernel, facts.cpuCount, facts.memoryBytes)
/// ```
package struct MachineFacts: Sendable {
    /// The kernel's name and release.
    package let kernel: String
    /// The architecture, such as `x86_64` or `aarch64`.
    package let architecture: String
    /// The number of processors that this process may use.
    package let cpuCount: Int
    /// The physical memory, or the cgroup's limit if that is lower, in bytes.
    package let memoryBytes: Int
    /// The size of a page, in bytes.
    package let pageSizeBytes: Int
    /// The mode of transparent huge pages: `always`, `madvise` or `never`; `nil` if the kernel has
    /// none.
    package let hugePages: String?
    /// The size of the swap space, in bytes; `nil` if it can't be read.
    package let swapBytes: Int?

    /// Reads the properties of this machine.
    package init() {
        var name = utsname()
        uname(&name)
        kernel = "\(Self.text(of: name.sysname)) \(Self.kernelRelease)"
        architecture = Self.text(of: name.machine)
        cpuCount = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        pageSizeBytes = sysconf(Int32(_SC_PAGESIZE))
        // A /proc that shows only processes has no meminfo.
        let physical =
            Self.memoryInformation("MemTotal:") ?? sysconf(Int32(_SC_PHYS_PAGES)) * pageSizeBytes
        memoryBytes = min(physical, Self.containerLimitBytes ?? .max)
        swapBytes = Self.memoryInformation("SwapTotal:")
        hugePages = Self.selected(
            readProcFile("/sys/kernel/mm/transparent_hugepage/enabled") ?? [])
    }

    /// The release of the kernel, such as `6.1.0-18-cloud-amd64`.
    static var kernelRelease: String {
        var name = utsname()
        uname(&name)
        return text(of: name.release)
    }

    private static func memoryInformation(_ key: String) -> Int? {
        let text = String(decoding: readProcFile("/proc/meminfo") ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// The lowest limit of the cgroups that we are in: our own may be a leaf that we created. A
    /// huge number means no limit.
    private static var containerLimitBytes: Int? { limitBytes(files: SystemFiles()) }

    static func limitBytes(files: any CgroupFiles) -> Int? {
        guard let location = CgroupLocation(files: files) else { return nil }
        let own = CgroupReader(path: location.ownPath, files: files)
        return sequence(first: own, next: \.parent)
            .compactMap { $0.number(location.version.limitFile) }.min()
    }

    /// Returns the selected word, in brackets: `always [madvise] never`.
    private static func selected(_ text: [UInt8]) -> String? {
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.first { $0.hasPrefix("[") }.map { String($0.dropFirst().dropLast()) }
    }

    private static func text<Tuple>(of tuple: Tuple) -> String {
        withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
