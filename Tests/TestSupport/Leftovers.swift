import Foundation
import Glibc

/// Functions that find leftovers of a test, to prove that there are none.
package enum Leftovers {
    /// A running process.
    package struct Process: Hashable, Sendable {
        /// The process id.
        package let identifier: Int32
        /// The name in the kernel, at most 15 bytes.
        package let name: String
    }

    /// Returns the processes of a name, without zombies, which hold no resources.
    package static func processes(named name: String) -> [Process] {
        processes().filter { $0.name == String(name.prefix(15)) }
    }

    /// Returns the processes whose environment contains `marker`, `NAME=value`, since their exec.
    ///
    /// A marker that only one test sets makes it safe to run tests in parallel.
    package static func processes(marked marker: String) -> [Process] {
        processes(markedByAnyOf: [marker])
    }

    /// Returns the processes whose environment contains at least one of several markers.
    package static func processes(markedByAnyOf markers: [String]) -> [Process] {
        let wanted = Set(markers.map { Data($0.utf8) })
        return processes().filter { process in
            let path = "/proc/\(process.identifier)/environ"
            guard let environment = FileManager.default.contents(atPath: path) else { return false }
            return environment.split(separator: 0).contains { wanted.contains($0) }
        }
    }

    /// Reaps ended children that nothing waits for.
    ///
    /// A trial adopts the orphans of its program, and nothing waits for one that ends late. Swift
    /// Testing's exit tests wait for any child, and would see that one forever. A child that is
    /// waited for disappears within a moment, so only those that remain are reaped.
    package static func reapStrays() async throws {
        let ended = endedChildren()
        guard !ended.isEmpty else { return }
        try await Task.sleep(for: .milliseconds(300))
        for child in ended.intersection(endedChildren()) { waitpid(child, nil, WNOHANG) }
    }

    private static func endedChildren() -> Set<Int32> {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            entries.compactMap(Int32.init).filter { identifier in
                let stat =
                    FileManager.default.contents(atPath: "/proc/\(identifier)/stat") ?? Data()
                // After the name: the state and the parent.
                let words =
                    String(decoding: stat, as: UTF8.self)
                    .split(separator: ")").last?.split(separator: " ") ?? []
                return words.count > 1 && words[0] == "Z" && Int32(words[1]) == getpid()
            })
    }

    private static func processes() -> [Process] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { $0 != getpid() }.compactMap(process)
    }

    /// Parses `PID (name) state …`; a name may contain spaces and parentheses.
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
