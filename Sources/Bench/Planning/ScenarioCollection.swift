import Datasets
import Glibc
package import Harness
package import MemoryBudget
import Processes
package import ScenarioFiles

/// The scenario files, and the workers whose pipelines they may name.
///
/// ```swift
/// let collection = try await ScenarioCollection()
/// for scenario in try collection.scenarios([]) { print(scenario.name) }
/// ```
package struct ScenarioCollection: Sendable {
    /// The library that reads the scenario files.
    package let library: ScenarioLibrary
    /// The installed workers.
    package let workers: WorkerSet

    /// Creates a collection by asking the installed workers for their pipelines.
    ///
    /// - Throws: `MachineError` if a signal asks to stop.
    package init() async throws {
        self.init(
            workers: try await WorkerSet(
                helpers: HelperPrograms(environment: currentEnvironment())),
            directories: [Self.ownFolder], shipped: Self.shippedFolder)
    }

    /// Creates a collection of the scenario files below some folders, for some workers.
    ///
    /// - Parameter shipped: The folder of the scenarios that are shipped with membudget; `nil`, the
    ///   default, for none.
    package init(workers: WorkerSet, directories: [String], shipped: String? = nil) {
        self.workers = workers
        var catalog = ScenarioCatalog(
            pipelines: workers.entries.map { entry in
                ScenarioCatalog.Pipeline(
                    name: entry.pipeline.name, strategies: entry.pipeline.strategies.map(\.name),
                    parameters: entry.pipeline.parameters.map {
                        ScenarioCatalog.Parameter(name: $0.name, kind: $0.kind)
                    },
                    datasetKinds: entry.pipeline.datasetKinds)
            },
            datasetKinds: DatasetKinds.all.filter(\.isGenerated).map { kind in
                ScenarioCatalog.DatasetKind(
                    name: kind.name, parameters: kind.parameters.map(\.name))
            })
        catalog.isComplete = workers.broken.isEmpty
        library = ScenarioLibrary(
            directories: directories, shipped: shipped, parser: ScenarioParser(catalog: catalog))
    }

    /// The folder of the user's own scenarios.
    private static let ownFolder = "Scenarios"

    /// The folder of the scenarios that were installed with the program, or are in the tree that it
    /// was built in; `nil` if there is none.
    private static var shippedFolder: String? {
        let own = HelperPrograms.ownFolder
        var candidates = ["\(own)/../share/membudget/Scenarios"]
        let parts = own.split(separator: "/")
        if let build = parts.lastIndex(of: ".build") {
            candidates.append("/\(parts[..<build].joined(separator: "/"))/Scenarios")
        }
        return candidates.first { access($0, X_OK) == 0 }
    }

    /// Returns the named scenarios, or all at the top level of the user's folder if none is named.
    ///
    /// If the user has no such folder, these are the scenarios that are shipped with membudget.
    ///
    /// - Parameter measuresShipped: Whether shipped scenarios are used if the user has none.
    /// - Throws: `InvalidScenario`, `ScenarioFileError`, or ``BenchError`` 66 if there are none.
    package func scenarios(_ names: [String], measuresShipped: Bool = true) throws -> [Scenario] {
        let wanted = try names.isEmpty ? defaults(measuresShipped: measuresShipped) : names
        guard !wanted.isEmpty else {
            throw BenchError(
                .noInput,
                "there are no scenarios in \(library.directories.joined(separator: ", "));"
                    + " 'membudget init' creates one, and 'membudget list' shows those that are"
                    + " shipped with membudget")
        }
        return try library.scenarios(wanted)
    }

    private func defaults(measuresShipped: Bool) throws -> [String] {
        let entries = try library.entries()
        let hasOwn = !measuresShipped || library.directories.contains { access($0, X_OK) == 0 }
        let group = hasOwn ? "" : ScenarioLibrary.shippedGroup
        return entries.filter { $0.group == group }.map(\.qualifiedName)
    }
}
