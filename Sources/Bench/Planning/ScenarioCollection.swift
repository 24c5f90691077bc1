import Datasets
import Glibc
package import Harness
package import MemoryBudget
import Processes
package import ScenarioFiles

/// The scenario files, read against the names that workers and generators know.
package struct ScenarioCollection: Sendable {
    /// The files.
    package let library: ScenarioLibrary
    /// The workers.
    package let workers: WorkerSet

    /// Asks the installed workers for their pipelines.
    ///
    /// - Throws: `MachineError` if a signal asks to stop.
    package init() async throws {
        self.init(
            workers: try await WorkerSet(
                helpers: HelperPrograms(environment: currentEnvironment())),
            directories: [Self.ownFolder], shipped: Self.shippedFolder)
    }

    /// The scenario files below some folders, for some workers.
    ///
    /// - Parameter shipped: The folder of those that membudget brings along; nil, the default, for none.
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

    /// The user's own scenarios.
    private static let ownFolder = "Scenarios"

    /// The scenarios that were installed with the program, or of the tree that it was built in; nil if
    /// there are none.
    private static var shippedFolder: String? {
        let own = HelperPrograms.ownFolder
        var candidates = ["\(own)/../share/membudget/Scenarios"]
        let parts = own.split(separator: "/")
        if let build = parts.lastIndex(of: ".build") {
            candidates.append("/\(parts[..<build].joined(separator: "/"))/Scenarios")
        }
        return candidates.first { access($0, X_OK) == 0 }
    }

    /// The named scenarios, or every one at the top of the user's folder; without such a folder, of those
    /// that membudget brings along.
    ///
    /// - Parameter measuresShipped: As ``BenchSettings/measuresShipped``.
    /// - Throws: `InvalidScenario`, `ScenarioFileError`, or ``BenchError`` 66 if there are none.
    package func scenarios(_ names: [String], measuresShipped: Bool = true) throws -> [Scenario] {
        let wanted = try names.isEmpty ? defaults(measuresShipped: measuresShipped) : names
        guard !wanted.isEmpty else {
            throw BenchError(
                .noInput,
                "there are no scenarios in \(library.directories.joined(separator: ", "));"
                    + " 'membudget init' writes one to start from, and 'membudget list' shows those that"
                    + " membudget ships")
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
