import Glibc
package import MemoryBudget
import Processes

/// The libraries that a trial preloads, ahead of those that the command preloads itself.
///
/// ```swift
/// let preload = try Preload(allocator: .jemalloc, environment: ["PATH": "/usr/bin"])
/// print(preload.libraries)
/// ```
package struct Preload: Sendable {
    /// The libraries' paths, in load order.
    package let libraries: [String]

    /// Finds the libraries that a trial needs.
    ///
    /// The order matters. The sampler sees only calls into libraries after it, and the agent would
    /// bind to the C library's allocator if it came before jemalloc.
    ///
    /// - Throws: `MachineError` `.unavailable`, which names what to install.
    package init(
        allocator: Allocator, isProfiled: Bool = false, environment: [String: String]
    ) throws {
        let helpers = HelperPrograms(environment: environment)
        var libraries: [String] = []
        if isProfiled { libraries.append(try helpers.require("libmembudget-sampler.so")) }
        if allocator == .jemalloc {
            libraries.append(try Self.requireJemalloc(environment: environment))
            libraries.append(try helpers.require("libmembudget-agent.so"))
        }
        self.libraries = libraries
    }

    private static func requireJemalloc(environment: [String: String]) throws -> String {
        if let path = jemallocPath(environment: environment) { return path }
        throw MachineError(
            .unavailable,
            "libjemalloc.so.2 is not installed; run 'make bootstrap'"
                + " (Debian and Ubuntu: apt-get install libjemalloc2),"
                + " or measure with --allocator system")
    }

    /// Returns the path of jemalloc: `$MEMBUDGET_JEMALLOC`, or the first one in the usual library
    /// folders.
    package static func jemallocPath(environment: [String: String]) -> String? {
        let name = "libjemalloc.so.2"
        let named = environment["MEMBUDGET_JEMALLOC"].map { [$0] } ?? []
        let folders = [
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
            "/usr/local/lib",
        ]
        return (named + folders.map { "\($0)/\(name)" }).first { access($0, R_OK) == 0 }
    }

    /// Adds the libraries to a command's environment.
    func apply(to environment: inout [String: String]) {
        guard !libraries.isEmpty else { return }
        let own = libraries.joined(separator: ":")
        environment["LD_PRELOAD"] = environment["LD_PRELOAD"].map { "\(own):\($0)" } ?? own
    }
}
