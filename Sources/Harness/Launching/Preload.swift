import Glibc
import MemoryBudget
import Processes

/// jemalloc and the agent, put in front of whatever a command preloads already.
package struct Preload: Sendable {
    /// The path of libjemalloc.so.2.
    package let jemalloc: String
    /// The path of libmembudget-agent.so.
    package let agent: String

    /// Finds both.
    ///
    /// - Throws: `MachineError` `.unavailable`, which says what to install.
    package init(environment: [String: String]) throws {
        guard let jemalloc = Self.jemallocPath(environment: environment) else {
            throw MachineError(
                .unavailable,
                "libjemalloc.so.2 is not installed; run 'make bootstrap'"
                    + " (Debian and Ubuntu: apt-get install libjemalloc2),"
                    + " or measure with --allocator system")
        }
        self.jemalloc = jemalloc
        agent = try HelperPrograms(environment: environment).require("libmembudget-agent.so")
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

    /// The variables a command needs so that both load and find the trial's page.
    ///
    /// The order matters: an agent that came first would bind the C library's allocator.
    func apply(to environment: inout [String: String]) {
        let own = "\(jemalloc):\(agent)"
        environment["LD_PRELOAD"] = environment["LD_PRELOAD"].map { "\(own):\($0)" } ?? own
    }
}
