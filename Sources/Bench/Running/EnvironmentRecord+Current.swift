import Glibc
import Harness
import MemoryBudget
import RunStore

extension EnvironmentRecord {
    /// The current state of this machine.
    static var current: EnvironmentRecord {
        let facts = MachineFacts()
        return EnvironmentRecord(
            kernel: facts.kernel, architecture: facts.architecture, cpus: facts.cpuCount,
            memoryBytes: facts.memoryBytes, pageSizeBytes: facts.pageSizeBytes,
            thp: facts.hugePages, swapBytes: facts.swapBytes,
            cLibrary: cLibrary,
            swift: swiftVersion, traits: traits,
            enforcement: Capability.enforcement().filter(\.isAvailable).compactMap(\.tier))
    }

    /// The C library, such as `glibc 2.36`, which is the allocator of programs without one of their
    /// own.
    private static var cLibrary: String? {
        var buffer = [CChar](repeating: 0, count: 64)
        let length = confstr(Int32(_CS_GNU_LIBC_VERSION), &buffer, buffer.count)
        guard (1...buffer.count).contains(length) else { return nil }
        let bytes = buffer.prefix(length - 1).map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The package traits that this program was built with.
    private static var traits: [String] {
        var names: [String] = []
        #if ISAL
            names.append("ISAL")
        #endif
        #if PostgreSQL
            names.append("PostgreSQL")
        #endif
        #if XLSX
            names.append("XLSX")
        #endif
        return names
    }

    /// The version of the compiler that built this program.
    private static var swiftVersion: String? {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #elseif compiler(>=6.2)
            "6.2"
        #else
            "6.1"
        #endif
    }
}
