import ArgumentParser
import Datasets
import Harness
import MemoryBudget
import PostgreSQLCluster
import RunStore

/// `membudget clean`: removes what earlier runs left: datasets, stale runs, cgroups, servers.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove cached datasets, stale runs, and what dead harnesses left.",
        discussion: """
            A run is stale if it was cut short and nobody is writing it. Finished runs below \
            .membudget/runs stay unless --runs is given; runs elsewhere are never touched. Dead \
            harnesses leave cgroups, and the folders of database servers.
            """)

    @Flag(help: "Also remove finished runs below .membudget/runs.")
    var runs = false

    func run() throws {
        do {
            try cleanDatasets()
            try cleanRuns()
        } catch let error as DatasetError {
            throw Failure(error.exitStatus, error.description)
        } catch let error as RunStoreError {
            throw Failure(error.exitStatus, error.description)
        }
        let swept = CgroupSweep.run()
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
        let listings = try RunListing.runs(in: ".membudget/runs").filter { $0.isStale || runs }
        var bytes = 0
        for listing in listings {
            try listing.directory.remove()
            bytes += listing.byteCount
        }
        report(runs ? "runs" : "stale runs", listings.count, bytes)
    }

    private func report(_ what: String, _ count: Int, _ bytes: Int?) {
        let size = bytes.map { ", \(ByteCount($0))" } ?? ""
        printOutput("removed \(count) \(what)\(size)\n")
    }
}
