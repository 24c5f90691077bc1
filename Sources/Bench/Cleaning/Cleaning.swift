import Datasets
import Files
import MemoryBudget
package import Processes
import RunStore

/// A cleanup of the leftovers of earlier runs: datasets, runs, and files of killed harnesses.
///
/// ```swift
/// let settings = Cleaning.Settings(datasetRoot: nil, now: 1_800_000_000)
/// let failures = Cleaning.run(settings, sweeps: []) { print($0) }
/// ```
///
/// An item that can't be removed is reported, and the others are still removed.
package struct Cleaning {
    private let settings: Settings
    private let tell: (CleanEvent) -> Void
    private var failureCount = 0

    /// The settings that determine what is removed.
    package struct Settings: Sendable {
        /// Whether all runs are removed, including finished and resumable ones.
        package var removesRuns = false
        /// The minimum age of what is removed; `nil` for no minimum, except one week for resumable
        /// runs.
        package var age: Duration?
        /// Whether this is a dry run, which only reports what would be removed.
        package var isRehearsal = false
        /// The folder of the datasets; `nil` if there is none.
        package var datasetRoot: String?
        /// The folder of the runs.
        package var runRoot = RunPlace.root
        /// The time from which ages are computed, in seconds since 1970.
        package var now: Int

        /// Creates settings that remove all leftovers.
        package init(datasetRoot: String?, now: Int) {
            self.datasetRoot = datasetRoot
            self.now = now
        }
    }

    /// A kind of leftover, and the function that removes the leftovers of this kind.
    package typealias Sweep = (CleanEvent.Kind, (SweepRule) -> SweepOutcome)

    /// Removes leftovers and reports each step.
    ///
    /// - Parameters:
    ///   - sweeps: The sweeps that remove leftovers of killed harnesses in other places.
    ///   - tell: Called with every event.
    /// - Returns: The number of items that could not be removed.
    package static func run(
        _ settings: Settings, sweeps: [Sweep], tell: @escaping (CleanEvent) -> Void
    ) -> Int {
        var cleaning = Cleaning(settings: settings, tell: tell)
        cleaning.cleanDatasets()
        cleaning.cleanRuns()
        for (kind, sweep) in sweeps { cleaning.report(sweep(cleaning.rule), kind: kind) }
        return cleaning.failureCount
    }

    private init(settings: Settings, tell: @escaping (CleanEvent) -> Void) {
        self.settings = settings
        self.tell = tell
    }

    private var rule: SweepRule {
        SweepRule(
            changedUntil: settings.age.map { settings.now - Int($0.components.seconds) },
            isRehearsal: settings.isRehearsal)
    }

    private mutating func fail(_ error: any Error) {
        failureCount += 1
        tell(.failed("\(error)"))
    }

    private mutating func report(_ outcome: SweepOutcome, kind: CleanEvent.Kind) {
        for path in outcome.removed { tell(.removed(kind, path: path)) }
        for failure in outcome.failures { fail(failure) }
        tell(.counted(kind, count: outcome.removed.count, byteCount: nil))
    }

    // MARK: Datasets

    private mutating func cleanDatasets() {
        guard let root = settings.datasetRoot else { return }
        do {
            let removal = try DatasetCache(root: root).removeAll(rule)
            for key in removal.removed { tell(.removed(.dataset, path: "\(root)/\(key)")) }
            for failure in removal.failures { fail(failure) }
            tell(.counted(.dataset, count: removal.removed.count, byteCount: removal.freedBytes))
            for key in removal.inUse { tell(.skipped(path: "\(root)/\(key)", .inUse)) }
            for name in removal.strangers { tell(.skipped(path: "\(root)/\(name)", .notOurs)) }
        } catch {
            // The rest is cleaned even if the cache can't be used.
            fail(error)
        }
    }

    // MARK: Runs

    private mutating func cleanRuns() {
        do {
            var (count, byteCount) = (0, 0)
            for listing in try RunListing.runs(in: settings.runRoot) {
                guard clean(listing) else { continue }
                count += 1
                byteCount += listing.byteCount
            }
            tell(.counted(runKind, count: count, byteCount: byteCount))
        } catch {
            fail(error)
        }
    }

    private var runKind: CleanEvent.Kind { settings.removesRuns ? .run : .staleRun }

    /// Removes a run if it is old enough, and returns whether it did.
    private mutating func clean(_ listing: RunListing) -> Bool {
        let path = listing.directory.path
        switch listing.state {
        case .inUse: tell(.skipped(path: path, .inUse))
        case .unreadable(let reason): tell(.unreadable(reason: reason))
        case .finished, .unfinished:
            if isToGo(listing) { return remove(listing) }
            if let command = listing.resumption { keep(listing, command: command) }
        }
        return false
    }

    private func isToGo(_ listing: RunListing) -> Bool {
        let kept = settings.age.map { Int($0.components.seconds) }
        guard settings.removesRuns || listing.isStale(at: settings.now, secondsKept: kept) else {
            return false
        }
        return rule.covers(changedAt: listing.changedAt)
    }

    private mutating func remove(_ listing: RunListing) -> Bool {
        do {
            if !settings.isRehearsal { try listing.directory.remove() }
            tell(.removed(runKind, path: listing.directory.path))
            return true
        } catch {
            fail(error)
            return false
        }
    }

    private func keep(_ listing: RunListing, command: String) {
        let path = listing.directory.path
        let hasWork =
            settings.isRehearsal
            ? listing.directory.hasWorkDirectory : listing.directory.sweepWorkDirectory()
        if hasWork { tell(.workRemoved(path: path)) }
        tell(.left(path: path, command: command))
    }
}
