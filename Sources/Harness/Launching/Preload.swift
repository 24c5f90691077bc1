import Glibc
package import MemoryBudget
import Processes

/// The libraries put in front of whatever a command preloads already.
package struct Preload: Sendable {
    /// Their paths, in the order in which the loader takes them.
    package let libraries: [String]

    /// Finds what a trial needs.
    ///
    /// The order matters. The sampler sees only the calls of what comes behind it; the agent would bind
    /// the C library's allocator if it came before jemalloc.
    ///
    /// - Throws: `MachineError` `.unavailable`, which says what to install.
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

    /// `$MEMBUDGET_JEMALLOC`, or the first of the usual library folders that has it.
    package static func jemallocPath(environment: [String: String]) -> String? {
        let name = "libjemalloc.so.2"
        let named = environment["MEMBUDGET_JEMALLOC"].map { [$0] } ?? []
        let folders = [
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
            "/usr/local/lib",
        ]
        return (named + folders.map { "\($0)/\(name)" }).first { access($0, R_OK) == 0 }
    }

    /// Adds them to the variables of a command.
    func apply(to environment: inout [String: String]) {
        guard !libraries.isEmpty else { return }
        let own = libraries.joined(separator: ":")
        environment["LD_PRELOAD"] = environment["LD_PRELOAD"].map { "\(own):\($0)" } ?? own
    }
}
