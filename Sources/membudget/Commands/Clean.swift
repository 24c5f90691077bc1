import ArgumentParser
import Bench
import Datasets
import Glibc
import Harness
import MemoryBudget
import PostgreSQLCluster
import Processes

/// `membudget clean`: removes datasets, stale runs and other leftovers of earlier runs.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove cached datasets, stale runs, and leftovers of killed runs.",
        discussion: """
            Cleans the dataset cache, .membudget/runs, and the cgroups and temporary folders of \
            membudget processes that were killed. Processes moved by --take-cgroup are moved back. \
            Interrupted runs are listed with the command that resumes them; those that can't be \
            resumed, or were untouched for a week, are removed as stale. Finished runs stay unless \
            --runs is given; runs elsewhere are never touched.

            With --older-than, only older items are removed. A dataset's age counts from its last \
            use, that of other items from their last change. Cgroups are removed whatever their \
            age.

            Only files created by membudget are removed: a cache folder that contains other files \
            is left, and so is a run whose run.json can't be read. If an item can't be removed, it \
            is reported, the others are still removed, and the exit status is 74.

            \(Membudget.flagDefaults)
            """)

    @Flag(help: "Also remove finished and resumable runs in .membudget/runs.")
    var runs = false
    @Flag(help: "Show what would be removed, but remove nothing.")
    var dryRun = false
    @Option(
        help: ArgumentHelp(
            """
            Remove only items older than this, such as 12h, 7d or 2w (default: items of any age; \
            without --runs, resumable runs only after a week).
            """, valueName: "time"), transform: parseAge)
    var olderThan: Duration?

    func run() throws {
        var settings = Cleaning.Settings(datasetRoot: datasetRoot, now: time(nil))
        settings.removesRuns = runs
        settings.age = olderThan
        settings.isRehearsal = dryRun
        var lost: (any Error)?
        let failureCount = Cleaning.run(settings, sweeps: Self.sweeps) { event in
            do {
                try print(event)
            } catch {
                lost = error
            }
        }
        if let lost { throw lost }
        guard failureCount == 0 else { throw Failure(.storeFailure) }
    }

    private var datasetRoot: String? {
        do {
            return try DatasetCache.defaultRoot(environment: currentEnvironment())
        } catch {
            // Without a cache folder there are no datasets to remove.
            printError("skipped datasets, because there is no cache folder: \(error)")
            return nil
        }
    }

    private static var sweeps: [Cleaning.Sweep] {
        [
            (.cgroup, { EnforcementMechanisms.sweep($0) }),
            (
                .folder,
                { rule in
                    var outcome = ClusterSweep.run(rule: rule)
                    outcome += RunPlace.sweep(rule)
                    return outcome
                }
            ),
        ]
    }

    private func print(_ event: CleanEvent) throws {
        guard let text = event.text(isRehearsal: dryRun) else { return }
        if event.isResult {
            try printOutput(text + "\n")
        } else {
            printError(text)
        }
    }
}
