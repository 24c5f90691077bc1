import Foundation
import Glibc

/// What a test may have left behind: to prove that nothing is.
package enum Leftovers {
    /// A running process.
    package struct Process: Hashable, Sendable {
        /// Its number.
        package let identifier: Int32
        /// Its name as the kernel keeps it, at most 15 bytes.
        package let name: String
    }

    /// Processes of that name; zombies don't count, they hold nothing.
    package static func processes(named name: String) -> [Process] {
        processes().filter { $0.name == String(name.prefix(15)) }
    }

    /// Processes whose environment holds `marker`, `NAME=value`, as given to them at their exec.
    ///
    /// A marker that only one test sets makes it safe to run tests side by side.
    package static func processes(marked marker: String) -> [Process] {
        processes().filter { process in
            let path = "/proc/\(process.identifier)/environ"
            guard let environment = FileManager.default.contents(atPath: path) else { return false }
            return environment.split(separator: 0).contains(Data(marker.utf8))
        }
    }

    private static func processes() -> [Process] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { $0 != getpid() }.compactMap(process)
    }

    /// Reads `PID (name) state …`; a name may hold blanks and parentheses.
    private static func process(_ identifier: Int32) -> Process? {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(identifier)/stat"),
            let open = stat.firstIndex(of: UInt8(ascii: "(")),
            let close = stat.lastIndex(of: UInt8(ascii: ")")),
            close + 2 < stat.endIndex, stat[close + 2] != UInt8(ascii: "Z")
        else { return nil }
        return Process(
            identifier: identifier, name: String(decoding: stat[(open + 1)..<close], as: UTF8.self))
    }
}
