import Files
import MemoryBudget
import ScenarioFiles

/// A checkout of the base: the head's source tree at another commit.
struct BaseCheckout: Hashable, Sendable {
    /// The absolute path of the checkout.
    let root: String

    /// The location of a scenario in the checkout, from which its trials run.
    struct Place: Hashable, Sendable {
        /// The path of the scenario's file, whether it exists or not; `{here}` is its folder.
        let file: String
        /// The folder that trials start in, as a scenario's `cwd`; `nil` for membudget's own
        /// working folder.
        let trialFolder: String?
    }

    /// Creates the checkout at a path.
    init(_ path: String) {
        root = absolutePath(path)
    }

    /// Returns whether a folder is a checkout: it has a `.git`, or one of the scenarios' files at
    /// the same position as in the head.
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

    /// Returns the folder at the same position in the checkout as a folder in its own tree, whether
    /// it exists or not; `nil` for a folder in no tree.
    func counterpart(of folder: String) -> String? {
        guard let place = SourceTree(holding: folder)?.place(of: folder) else { return nil }
        return place.isEmpty ? root : "\(root)/\(place)"
    }

    /// Returns the location of a scenario in the checkout.
    ///
    /// - Throws: ``BaseAbsence`` if the checkout has no such folder.
    func place(of scenario: Scenario) throws(BaseAbsence) -> Place {
        guard let folder = counterpart(of: scenario.folder) else {
            throw BaseAbsence(
                .usage,
                because:
                    "'\(scenario.name)' is in \(scenario.folder), which is neither in a git"
                    + " repository nor below the current folder, so the checkout \(root) has no counterpart"
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

    /// Returns the scenario's own `cwd`, or else the current folder's counterpart.
    private func trialFolder(
        of moved: Scenario, besides scenario: Scenario
    ) throws(BaseAbsence) -> String? {
        let current = absolutePath(".")
        // A folder in another tree is the same for head and base.
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

/// The reason why the base can't run a scenario.
struct BaseAbsence: Error, Hashable, Sendable {
    /// The exit status of a gate whose base can run no scenario.
    let status: ExitStatus
    /// The missing folder, file or worker, and what to do.
    let reason: String

    init(_ status: ExitStatus, because reason: String) {
        (self.status, self.reason) = (status, reason)
    }
}
