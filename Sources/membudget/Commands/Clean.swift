import ArgumentParser
import Bench
import Datasets
import Glibc
import Harness
import MemoryBudget
import PostgreSQLCluster
import Processes

/// `membudget clean`: removes what earlier runs left: datasets, stale runs, cgroups, folders.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove cached datasets, stale runs, and leftovers of killed runs.",
        discussion: """
            Interrupted runs below .membudget/runs are named with the command that resumes them; \
            those that can't be resumed, or are untouched for a week, are stale and \
            removed. Finished ones stay unless --runs is given; runs elsewhere are never touched. \
            Harnesses that were killed leave cgroups, and folders of trials and database servers. \
            Processes that --take-cgroup moved are moved back.

            With --older-than only what is older is removed. A dataset's age is counted from its \
            last use, that of anything else from its last change. Cgroups hold nothing, and go \
            whatever their age.

            Only what membudget made is removed. A cache folder that holds other files is left as it \
            is, and so is a run whose run.json can't be read. What can't be removed is said and \
            keeps nothing else; the status is then 74.
            """)

    @Flag(help: "Also remove finished runs below .membudget/runs, and those to be resumed.")
    var runs = false
    @Flag(help: "Show what would be removed, and remove nothing.")
    var dryRun = false
    @Option(
        help: ArgumentHelp(
            """
            Remove only what is older, such as 12h, 7d or 2w; interrupted runs are then kept as long \
            (default: any age, and a week for interrupted runs).
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
            // Whoever has no such folder has no datasets in it either.
            printError("skipped, no folder of datasets: \(error)")
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
