import Files
import Glibc
import MemoryBudget

/// What the machine is, as far as measurements depend on it.
package struct MachineFacts: Sendable {
    /// Name and release.
    package let kernel: String
    /// `x86_64` or `aarch64`.
    package let architecture: String
    /// Processors that this process may use.
    package let cpuCount: Int
    /// Physical memory, or the cgroup's limit if that is lower.
    package let memoryBytes: Int
    /// Size of a page.
    package let pageSizeBytes: Int
    /// Transparent huge pages: `always`, `madvise` or `never`; nil if the kernel has none.
    package let hugePages: String?
    /// Size of the swap space.
    package let swapBytes: Int?

    /// Reads them.
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

    /// The release of the kernel, `6.1.0-18-cloud-amd64`.
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

    /// The lowest limit of the cgroups we live in: our own may be a leaf that we made. A huge number
    /// means none.
    private static var containerLimitBytes: Int? { limitBytes(files: SystemFiles()) }

    static func limitBytes(files: any CgroupFiles) -> Int? {
        guard let location = CgroupLocation(files: files) else { return nil }
        let own = CgroupReader(path: location.ownPath, files: files)
        return sequence(first: own, next: \.parent)
            .compactMap { $0.number(location.version.limitFile) }.min()
    }

    /// The word in brackets: `always [madvise] never`.
    private static func selected(_ text: [UInt8]) -> String? {
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.first { $0.hasPrefix("[") }.map { String($0.dropFirst().dropLast()) }
    }

    private static func text<Tuple>(of tuple: Tuple) -> String {
        withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
