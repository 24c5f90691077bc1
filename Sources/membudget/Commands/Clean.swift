import ArgumentParser
import Bench
import Datasets
import Glibc
import Harness
import MemoryBudget
import PostgreSQLCluster
import Processes
import RunStore

/// `membudget clean`: removes what earlier runs left: datasets, stale runs, cgroups, servers.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove cached datasets, stale runs, and what dead harnesses left.",
        discussion: """
            Runs below .membudget/runs that were cut short are named with the command that goes on \
            with them; those that can't be resumed, or that nobody has for a week, are stale and \
            removed. Finished ones stay unless --runs is given; runs elsewhere are never touched. \
            Dead harnesses leave cgroups, and the folders of database servers.
            """)

    @Flag(help: "Also remove finished runs below .membudget/runs, and those to be resumed.")
    var runs = false

    func run() throws {
        try cleanDatasets()
        try cleanRuns()
        let swept = EnforcementMechanisms.sweep()
        report("cgroups of dead harnesses", swept.count, nil)
        report("servers of dead harnesses", ClusterSweep.run().count, nil)
    }

    private func cleanDatasets() throws {
        let root = try DatasetCache.defaultRoot(environment: currentEnvironment())
        let removal = try DatasetCache(root: root).removeAll()
        report("datasets", removal.removed.count, removal.freedBytes)
        for key in removal.inUse { printError("in use, left: \(key)") }
    }

    private func cleanRuns() throws {
        let now = time(nil)
        var (count, bytes) = (0, 0)
        for listing in try RunListing.runs(in: RunPlace.root) {
            if listing.state == .inUse {
                printError("in use, left: \(listing.directory.path)")
            } else if runs || listing.isStale(at: now) {
                try listing.directory.remove()
                count += 1
                bytes += listing.byteCount
            } else if let command = listing.resumption {
                printError(
                    "not finished, left: \(listing.directory.path); go on with it: \(command)")
            }
        }
        report(runs ? "runs" : "stale runs", count, bytes)
    }

    private func report(_ what: String, _ count: Int, _ bytes: Int?) {
        let size = bytes.map { ", \(ByteCount($0))" } ?? ""
        printOutput("removed \(count) \(what)\(size)\n")
    }
}
