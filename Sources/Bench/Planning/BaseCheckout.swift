import Files
import MemoryBudget
import ScenarioFiles

/// A checkout of the base: the same tree of sources as the head's, at another commit.
struct BaseCheckout: Hashable, Sendable {
    /// Its absolute path.
    let root: String

    /// Where in the checkout a scenario's trials run.
    struct Place: Hashable, Sendable {
        /// The path that the scenario's file has, whether it is there or not; `{here}` is its folder.
        let file: String
        /// The folder that trials start in, as a scenario's `cwd`; nil for the one membudget was started in.
        let trialFolder: String?
    }

    /// A folder as a checkout.
    init(_ path: String) {
        root = absolutePath(path)
    }

    /// Whether a folder is a checkout: it has a `.git`, or a scenario's file at the place that the head has
    /// it at.
    static func isCheckout(_ path: String, of requests: [BenchRequest]) -> Bool {
        if FileKind(of: "\(path)/.git") != nil { return true }
        let checkout = BaseCheckout(path)
        return requests.map(\.scenario).contains { scenario in
            guard !scenario.path.isEmpty, let folder = checkout.counterpart(of: scenario.folder)
            else {
                return false
            }
            return FileKind(of: "\(folder)/\(scenario.fileName)") == .regular
        }
    }

    /// The folder that has the place in the checkout that a folder has in its own tree, whether it is there
    /// or not; nil for a folder in no tree.
    func counterpart(of folder: String) -> String? {
        guard let place = SourceTree(holding: folder)?.place(of: folder) else { return nil }
        return place.isEmpty ? root : "\(root)/\(place)"
    }

    /// Where a scenario's trials run in the checkout.
    ///
    /// - Throws: ``BaseAbsence`` if the checkout has no such place.
    func place(of scenario: Scenario) throws(BaseAbsence) -> Place {
        guard let folder = counterpart(of: scenario.folder) else {
            throw BaseAbsence(
                .usage,
                because:
                    "'\(scenario.name)' is in \(scenario.folder), which is in no git repository"
                    + " and not below the current folder, so it has no place in the checkout \(root)"
            )
        }
        guard FileKind(of: folder) == .directory else {
            throw BaseAbsence(
                .noInput,
                because: "the checkout \(root) has no folder \(folder), where '\(scenario.name)'"
                    + " would be")
        }
        var moved = scenario
        moved.path = "\(folder)/\(scenario.fileName)"
        let trialFolder = try trialFolder(of: moved, besides: scenario)
        return Place(file: moved.path, trialFolder: trialFolder)
    }

    /// The scenario's own `cwd`, or else the current folder's counterpart.
    private func trialFolder(
        of moved: Scenario, besides scenario: Scenario
    ) throws(BaseAbsence) -> String? {
        let current = absolutePath(".")
        // Another tree's folder is the same for both.
        let isInTree =
            SourceTree(holding: current) == SourceTree(holding: scenario.folder)
        let folder =
            scenario.surroundings.folder
            ?? (isInTree && scenario.isCommand ? counterpart(of: current) : nil)
        var moved = moved
        moved.surroundings.folder = folder
        guard let start = moved.trialFolder, FileKind(of: start) != .directory else {
            return folder
        }
        throw BaseAbsence(
            .noInput,
            because: "the checkout \(root) has no folder \(start), in which '\(scenario.name)'"
                + " starts its trials")
    }
}

/// Why the base can't run a scenario.
struct BaseAbsence: Error, Hashable, Sendable {
    /// The status of a gate in which it can run none.
    let status: ExitStatus
    /// The folder, file or worker that is missing, and what to do.
    let reason: String

    init(_ status: ExitStatus, because reason: String) {
        (self.status, self.reason) = (status, reason)
    }
}
