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
            directories: Self.directories)
    }

    /// The scenario files below some folders, for some workers.
    package init(workers: WorkerSet, directories: [String]) {
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
            directories: directories, parser: ScenarioParser(catalog: catalog))
    }

    /// `Scenarios` here, or else the ones that were installed with the program.
    private static var directories: [String] {
        let own = HelperPrograms.ownFolder
        let candidates = ["Scenarios", "\(own)/../share/membudget/Scenarios"]
        return [candidates.first { access($0, X_OK) == 0 } ?? candidates[0]]
    }

    /// The named scenarios, or every one at the top of the folder.
    ///
    /// - Throws: `InvalidScenario`, `ScenarioFileError`, or ``BenchError`` 66 if there are none.
    package func scenarios(_ names: [String]) throws -> [Scenario] {
        let wanted =
            try names.isEmpty
            ? library.entries().filter(\.group.isEmpty).map(\.name) : names
        guard !wanted.isEmpty else {
            throw BenchError(
                .noInput,
                "there are no scenarios in \(library.directories.joined(separator: ", "));"
                    + " 'membudget init' writes one to start from")
        }
        return try library.scenarios(wanted)
    }
}
