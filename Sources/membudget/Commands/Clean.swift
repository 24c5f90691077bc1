import ArgumentParser
import Bench
import Datasets
import Glibc
import Harness
import MemoryBudget
import PostgreSQLCluster
import Processes
import RunStore

/// `membudget clean`: removes what earlier runs left: datasets, stale runs, cgroups, folders.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove cached datasets, stale runs, and leftovers of killed runs.",
        discussion: """
            Runs below .membudget/runs that were cut short are named with the command that goes on \
            with them; those that can't be resumed, or that nobody has for a week, are stale and \
            removed. Finished ones stay unless --runs is given; runs elsewhere are never touched. \
            Harnesses that were killed leave cgroups, and folders of trials and database servers.

            Only what membudget made is removed. A cache folder that holds other files is left as it \
            is (status 74), and so is a run whose run.json can't be read.
            """)

    @Flag(help: "Also remove finished runs below .membudget/runs, and those to be resumed.")
    var runs = false

    func run() throws {
        // A cache that is refused keeps nothing else from being cleaned.
        let datasets = Result { try cleanDatasets() }
        try cleanRuns()
        let swept = EnforcementMechanisms.sweep()
        try report("cgroup of a killed run", several: "cgroups of killed runs", count: swept.count)
        let folders = ClusterSweep.run() + RunPlace.sweep()
        try report(
            "folder of a killed run", several: "folders of killed runs", count: folders.count)
        try datasets.get()
    }

    private func cleanDatasets() throws {
        let root: String
        do {
            root = try DatasetCache.defaultRoot(environment: currentEnvironment())
        } catch {
            // Whoever has no such folder has no datasets in it either.
            printError("skipped, no folder of datasets: \(error)")
            return
        }
        let removal = try DatasetCache(root: root).removeAll()
        try report(
            "dataset", several: "datasets", count: removal.removed.count, bytes: removal.freedBytes)
        for key in removal.inUse { printError("skipped, in use: \(key)") }
        for name in removal.strangers {
            printError("skipped, not made by membudget: \(root)/\(name)")
        }
    }

    private func cleanRuns() throws {
        let now = time(nil)
        var (count, bytes) = (0, 0)
        for listing in try RunListing.runs(in: RunPlace.root) {
            if listing.state == .inUse {
                printError("skipped, in use: \(listing.directory.path)")
            } else if case .unreadable(let reason) = listing.state {
                printError("skipped, not readable as a run: \(reason)")
            } else if runs || listing.isStale(at: now) {
                try listing.directory.remove()
                count += 1
                bytes += listing.byteCount
            } else if let command = listing.resumption {
                if listing.directory.sweepWorkDirectory() {
                    printError("removed the trial's files of \(listing.directory.path)")
                }
                printError(
                    "not finished, left: \(listing.directory.path); go on with it: \(command)")
            }
        }
        try report(
            runs ? "run" : "stale run", several: runs ? "runs" : "stale runs", count: count,
            bytes: bytes)
    }

    private func report(
        _ one: String, several: String, count: Int, bytes: Int? = nil
    ) throws {
        let size = bytes.map { ", \(ByteCount($0))" } ?? ""
        try printOutput("removed \(count) \(count == 1 ? one : several)\(size)\n")
    }
}
